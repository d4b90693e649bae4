package dev.drover.hypervisor.qmp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Splits a byte stream into lines, without ever holding more than one line's cap. */
final class LineReader {
  /** The longest line accepted, in bytes: QEMU's schema, its longest answer, has about 0.2 MiB. */
  static final int MAX_LINE = 16 << 20;

  private final InputStream in;
  private final int cap;
  private byte[] buffer = new byte[8192];
  private int start;
  private int end;

  LineReader(InputStream in, int cap) {
    this.in = in;
    this.cap = cap;
  }

  /**
   * {@return the next line without its end, or empty at the end of the stream}
   *
   * @throws QmpException of kind {@code LINE_TOO_LONG}
   */
  Optional<byte[]> next() throws IOException {
    int scanned = start;
    while (true) {
      for (int i = scanned; i < end; i++) {
        if (buffer[i] == '\n') {
          byte[] line = Arrays.copyOfRange(buffer, start, i);
          start = i + 1;
          return Optional.of(line);
        }
      }
      int held = end - start;
      if (held > cap) {
        throw new QmpException(
            QmpException.Kind.LINE_TOO_LONG, "a line is longer than " + cap + " bytes");
      }
      makeRoom(held);
      scanned = end;
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return Optional.empty();
      }
      end += count;
    }
  }

  private void makeRoom(int held) {
    if (end < buffer.length) {
      return;
    }
    byte[] target = held > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, start, target, 0, held);
    buffer = target;
    start = 0;
    end = held;
  }
}
