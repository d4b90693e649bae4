package dev.drover.agent.flow;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads answers of Open vSwitch's control socket: JSON-RPC objects whose {@code result} is one
 * string, which may be the flows of a datapath, 20 MB of them. So the string is handed on by line
 * while it comes, and never held whole.
 */
final class ReplyReader {
  /** A longer line is no flow. */
  static final int MAX_LINE = 1 << 13;

  /** Of a million flows, with what there is to spare. */
  static final long MAX_REPLY = 1L << 30;

  private static final int MAX_TEXT = 400;
  private static final int BUFFER = 1 << 16;

  /** Where bytes come from. */
  @FunctionalInterface
  interface Source {
    /** {@return how many bytes were put into {@code buffer}, at least one; -1 at the end} */
    int read(byte[] buffer) throws IOException;
  }

  /** What a result is told to, line by line, without ends of line. */
  interface Lines {
    /** The first {@code length} bytes; they are others after the call. */
    void line(byte[] text, int length);

    /** A line was longer than {@link #MAX_LINE}. */
    void tooLong();
  }

  private final Source source;
  private final byte[] buffer = new byte[BUFFER];
  private final byte[] line = new byte[MAX_LINE];
  private int at;
  private int end;
  private long left;

  ReplyReader(Source source) {
    this.source = source;
  }

  /**
   * Reads one answer.
   *
   * @throws IOException when there is none, it is no answer, or it says that something went wrong
   */
  void read(Lines lines) throws IOException {
    left = MAX_REPLY;
    expect(nonSpace(), '{');
    boolean answered = false;
    String error = "";
    int next = ',';
    while (next == ',') {
      expect(nonSpace(), '"');
      String name = text();
      expect(nonSpace(), ':');
      next = nonSpace();
      if (next != '"') {
        next = afterScalar(next);
        continue;
      }
      if (name.equals("result")) {
        answered = true;
        lines(lines);
      } else {
        String value = text();
        error = name.equals("error") ? value : error;
      }
      next = nonSpace();
    }
    expect(next, '}');
    if (!error.isEmpty()) {
      throw new IOException("Open vSwitch says: " + error.strip());
    }
    if (!answered) {
      throw new IOException("Open vSwitch's answer has no result");
    }
  }

  /** Numbers, null and the like, which do not matter. */
  private int afterScalar(int first) throws IOException {
    int next = first;
    while (next != ',' && next != '}') {
      if (next == '{' || next == '[' || next == '"') {
        throw unexpected(next);
      }
      next = next();
    }
    return next;
  }

  private void lines(Lines lines) throws IOException {
    int length = 0;
    while (true) {
      int next = next();
      if (next == '"') {
        if (length > 0) {
          end(lines, length);
        }
        return;
      }
      if (next == '\\') {
        next = escaped();
      }
      if (next == '\n') {
        end(lines, length);
        length = 0;
      } else {
        if (length < MAX_LINE) {
          line[length] = (byte) next;
        }
        length = Math.min(length + 1, MAX_LINE + 1);
      }
    }
  }

  private void end(Lines lines, int length) {
    if (length > MAX_LINE) {
      lines.tooLong();
    } else {
      lines.line(line, length);
    }
  }

  /** The rest of a string that begins at {@code "}; what is very long is cut. */
  private String text() throws IOException {
    byte[] bytes = new byte[MAX_TEXT];
    int length = 0;
    for (int next = next(); next != '"'; next = next()) {
      int value = next == '\\' ? escaped() : next;
      if (length < MAX_TEXT) {
        bytes[length++] = (byte) value;
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private int escaped() throws IOException {
    int next = next();
    return switch (next) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> next;
      case 'u' -> {
        for (int i = 0; i < 4; i++) {
          int digit = next();
          if (Character.digit(digit, 16) < 0) {
            throw unexpected(digit);
          }
        }
        yield '?';
      }
      default -> throw unexpected(next);
    };
  }

  private int nonSpace() throws IOException {
    int next = next();
    while (next == ' ' || next == '\n' || next == '\t' || next == '\r') {
      next = next();
    }
    return next;
  }

  private int next() throws IOException {
    if (at == end) {
      end = source.read(buffer);
      at = 0;
      if (end < 0) {
        end = 0;
        throw new EOFException("Open vSwitch ended the connection in an answer");
      }
      left -= end;
      if (left < 0) {
        throw new IOException("Open vSwitch's answer is longer than " + MAX_REPLY + " bytes");
      }
    }
    return buffer[at++] & 0xff;
  }

  private static void expect(int found, char expected) throws IOException {
    if (found != expected) {
      throw unexpected(found);
    }
  }

  private static IOException unexpected(int found) {
    return new IOException(
        "not an answer of Open vSwitch: unexpected character 0x" + Integer.toHexString(found));
  }
}
