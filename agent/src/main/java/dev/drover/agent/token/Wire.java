package dev.drover.agent.token;

import dev.drover.agent.token.Message.Capacity;
import dev.drover.agent.token.Message.Claim;
import dev.drover.agent.token.Message.End;
import dev.drover.agent.token.Message.Ended;
import dev.drover.agent.token.Message.HaveRoom;
import dev.drover.agent.token.Message.Location;
import dev.drover.agent.token.Message.Pass;
import dev.drover.agent.token.Message.Passed;
import dev.drover.agent.token.Message.Progress;
import dev.drover.agent.token.Message.Refused;
import dev.drover.agent.token.Message.Unknown;
import dev.drover.agent.token.Message.Verdict;
import dev.drover.agent.token.Message.Vote;
import dev.drover.agent.token.Message.Watch;
import dev.drover.agent.token.Message.Watched;
import dev.drover.agent.token.Message.WhereIs;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Messages as bytes, all numbers big-endian: a head of 8 bytes (magic, version, type, length of the
 * rest), then what the type has.
 */
final class Wire {
  static final int MAGIC = 0x5c0e;
  static final int VERSION = 2;

  /** Of any message but the token, in bytes. */
  static final int MOST = 1 << 10;

  /** Of the token: its head, and for each VM an address, an entry and a bit. */
  static final int MOST_TOKEN = 64 + 6 * Token.MOST_VMS;

  private static final int PASS = 1;
  private static final int PASSED = 2;
  private static final int WHERE_IS = 3;
  private static final int LOCATION = 4;
  private static final int HAVE_ROOM = 5;
  private static final int CAPACITY = 6;
  private static final int WATCH = 7;
  private static final int WATCHED = 8;
  private static final int CLAIM = 9;
  private static final int VOTE = 10;
  private static final int END = 11;
  private static final int ENDED = 12;
  private static final int REFUSED = 255;

  private Wire() {}

  /** Bytes that are no message of this protocol, or of no version that is spoken here. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  static void write(Message message, DataOutputStream out) throws IOException {
    byte[] body = body(message);
    out.writeShort(MAGIC);
    out.writeByte(VERSION);
    out.writeByte(type(message));
    out.writeInt(body.length);
    out.write(body);
    out.flush();
  }

  /**
   * {@return the next message}
   *
   * @throws Malformed when it is none
   * @throws EOFException when it is cut short
   */
  static Message read(DataInputStream in) throws IOException {
    int magic = in.readUnsignedShort();
    if (magic != MAGIC) {
      throw new Malformed("not a message about a token: it begins with %04x".formatted(magic));
    }
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new Malformed("version " + version + " is not spoken here; " + VERSION + " is");
    }
    int type = in.readUnsignedByte();
    int length = in.readInt();
    if (length < 0 || length > (type == PASS ? MOST_TOKEN : MOST)) {
      throw new Malformed("a message of type " + type + " cannot have " + length + " bytes");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("cut short: " + body.length + " of " + length + " bytes");
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(body);
      Message message = message(type, buffer);
      if (buffer.hasRemaining()) {
        throw new Malformed("type " + type + " has " + buffer.remaining() + " bytes too many");
      }
      return message;
    } catch (BufferUnderflowException _) {
      throw new Malformed("type " + type + " has too few bytes: " + length);
    } catch (IllegalArgumentException e) {
      throw new Malformed("type " + type + ": " + e.getMessage());
    }
  }

  private static int type(Message message) {
    return switch (message) {
      case Pass _ -> PASS;
      case Passed _ -> PASSED;
      case WhereIs _ -> WHERE_IS;
      case Location _ -> LOCATION;
      case HaveRoom _ -> HAVE_ROOM;
      case Capacity _ -> CAPACITY;
      case Watch _ -> WATCH;
      case Watched _ -> WATCHED;
      case Claim _ -> CLAIM;
      case Vote _ -> VOTE;
      case End _ -> END;
      case Ended _ -> ENDED;
      case Refused _ -> REFUSED;
      case Unknown(int type) -> type;
    };
  }

  private static byte[] body(Message message) {
    return switch (message) {
      case Pass(Token token) -> token(token);
      case Passed(Verdict verdict, Mark seen, int host) ->
          put(21)
              .put((byte) verdict.code())
              .putLong(seen.generation())
              .putLong(seen.hop())
              .putInt(host)
              .array();
      case WhereIs(int vm) -> put(4).putInt(vm).array();
      case Location(int vm, int host, boolean here) ->
          put(9).putInt(vm).putInt(host).put(bit(here)).array();
      case HaveRoom(int vm, long memory, int cpus) ->
          put(16).putInt(vm).putLong(memory).putInt(cpus).array();
      case Capacity(int host, int vms, long memory) ->
          put(16).putInt(host).putInt(vms).putLong(memory).array();
      case Watch(Mark passed) -> put(16).putLong(passed.generation()).putLong(passed.hop()).array();
      case Watched(Progress progress, Mark seen) ->
          put(17)
              .put((byte) progress.code())
              .putLong(seen.generation())
              .putLong(seen.hop())
              .array();
      case Claim(long generation, Mark base, int claimant) ->
          put(28)
              .putLong(generation)
              .putLong(base.generation())
              .putLong(base.hop())
              .putInt(claimant)
              .array();
      case Vote(boolean granted, long promised, Mark seen) ->
          put(25)
              .put(bit(granted))
              .putLong(promised)
              .putLong(seen.generation())
              .putLong(seen.hop())
              .array();
      case End(long generation) -> put(8).putLong(generation).array();
      case Ended(long generation) -> put(8).putLong(generation).array();
      case Refused(String why) -> text(why);
      case Unknown _ -> new byte[0];
    };
  }

  private static ByteBuffer put(int bytes) {
    return ByteBuffer.allocate(bytes);
  }

  private static byte bit(boolean value) {
    return (byte) (value ? 1 : 0);
  }

  private static byte[] text(String why) {
    byte[] bytes = why.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MOST ? bytes : put(MOST).put(bytes, 0, MOST).array();
  }

  private static Message message(int type, ByteBuffer in) throws Malformed {
    return switch (type) {
      case PASS -> new Pass(token(in));
      case PASSED -> new Passed(verdict(in.get()), mark(in), in.getInt());
      case WHERE_IS -> new WhereIs(in.getInt());
      case LOCATION -> new Location(in.getInt(), in.getInt(), flag(in));
      case HAVE_ROOM -> new HaveRoom(in.getInt(), in.getLong(), in.getInt());
      case CAPACITY -> new Capacity(in.getInt(), in.getInt(), in.getLong());
      case WATCH -> new Watch(mark(in));
      case WATCHED -> new Watched(progress(in.get()), mark(in));
      case CLAIM -> new Claim(in.getLong(), mark(in), in.getInt());
      case VOTE -> new Vote(flag(in), in.getLong(), mark(in));
      case END -> new End(in.getLong());
      case ENDED -> new Ended(in.getLong());
      case REFUSED -> new Refused(StandardCharsets.UTF_8.decode(in).toString());
      default -> {
        in.position(in.limit());
        yield new Unknown(type);
      }
    };
  }

  private static Mark mark(ByteBuffer in) {
    return new Mark(in.getLong(), in.getLong());
  }

  private static boolean flag(ByteBuffer in) throws Malformed {
    byte value = in.get();
    if (value != 0 && value != 1) {
      throw new Malformed("neither yes nor no: " + value);
    }
    return value == 1;
  }

  private static Verdict verdict(byte code) throws Malformed {
    return Stream.of(Verdict.values())
        .filter(each -> each.code() == code)
        .findFirst()
        .orElseThrow(() -> new Malformed("no verdict is " + code));
  }

  private static Progress progress(byte code) throws Malformed {
    return Stream.of(Progress.values())
        .filter(each -> each.code() == code)
        .findFirst()
        .orElseThrow(() -> new Malformed("no progress is " + code));
  }

  /** {@return a token as it stands in a {@link Pass}} */
  static byte[] token(Token token) {
    byte[] policy = token.policy().name().getBytes(StandardCharsets.US_ASCII);
    int size = token.size();
    ByteBuffer out =
        ByteBuffer.allocate(
            43
                + policy.length
                + size * (token.hasEntries() ? 5 : 4)
                + Long.BYTES * Token.words(size));
    out.putLong(token.mark().generation()).putLong(token.mark().hop());
    out.putInt(token.round()).putInt(token.rounds()).putInt(token.moves());
    out.putInt(token.movesBefore()).put(bit(token.still())).put((byte) token.together());
    out.putInt(token.holder()).put((byte) policy.length).put(policy).putInt(size);
    for (int i = 0; i < size; i++) {
      out.putInt(token.vm(i));
    }
    for (int i = 0; token.hasEntries() && i < size; i++) {
      out.put((byte) token.entry(i));
    }
    for (int word = 0; word < Token.words(size); word++) {
      out.putLong(token.heldWord(word));
    }
    return out.array();
  }

  /**
   * {@return the token that was written by {@link #token(Token)}}
   *
   * @throws IllegalArgumentException or BufferUnderflowException when it is none
   */
  static Token token(ByteBuffer in) {
    Mark mark = mark(in);
    int round = in.getInt();
    int rounds = in.getInt();
    int moves = in.getInt();
    int movesBefore = in.getInt();
    int still = Byte.toUnsignedInt(in.get());
    if (still > 1) {
      throw new IllegalArgumentException("neither yes nor no: " + still);
    }
    int together = Byte.toUnsignedInt(in.get());
    int holder = in.getInt();
    byte[] policy = new byte[Byte.toUnsignedInt(in.get())];
    in.get(policy);
    String name = new String(policy, StandardCharsets.US_ASCII);
    int size = in.getInt();
    if (size < 1 || size > in.remaining() / Integer.BYTES) {
      throw new IllegalArgumentException("a token cannot be for " + size + " VMs here");
    }
    int[] vms = new int[size];
    for (int i = 0; i < size; i++) {
      vms[i] = in.getInt();
    }
    byte[] entries = new byte[in.remaining() == Long.BYTES * Token.words(size) ? 0 : size];
    in.get(entries);
    long[] held = new long[Token.words(size)];
    for (int word = 0; word < held.length; word++) {
      held[word] = in.getLong();
    }
    return new Token(
        mark,
        name,
        round,
        rounds,
        moves,
        movesBefore,
        still == 1,
        together,
        holder,
        vms,
        entries,
        held);
  }
}
