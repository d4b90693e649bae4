package dev.drover.xia.transport;

import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A transport header: the extension header of notes 1.6 with the keys of 3.2, numbers big-endian,
 * SEQ and ACK of 8 bytes counting bytes, and keys of ours from 0x20 on. Then {@code LENGTH} bytes.
 *
 * <p>Fields are plain and instances are used again: this is written and read once for each packet,
 * where {@link dev.drover.xia.packet.ExtensionHeader} makes a dozen objects.
 */
final class Segment {
  /** What a packet is; the prototype's numbers, then ours. */
  enum Kind {
    SYN(1),
    SYNACK(2),
    DATA(3),
    ACK(4),
    /** Data, perhaps none, and after it the stream ends; the end itself takes one place of it. */
    FIN(5),
    /** The connection is no more. */
    RESET(0x20),
    /** A signed statement of where its sender is now. */
    MIGRATE(0x21),
    /** A signed answer to that. */
    MIGRATED(0x22),
    /** Nothing but the wish for an answer. */
    PROBE(0x23);

    private static final Kind[] BY_NUMBER = new Kind[0x24];

    static {
      for (Kind kind : values()) {
        BY_NUMBER[kind.number] = kind;
      }
    }

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    static Kind of(long number) {
      Kind kind = number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[(int) number];
      if (kind == null) {
        throw new MalformedPacket("no packet of a stream is of kind " + number);
      }
      return kind;
    }
  }

  static final int STREAM = 1;
  static final int DATAGRAM = 2;

  static final int MAX_SACKS = 4;

  /** No header is longer than this, all optional keys included. */
  static final int MAX_BYTES = 2 + 3 + 3 + 10 + 10 + 4 + 10 + 10 + 6 + 10 + 10 + 2 + 16 * MAX_SACKS;

  private static final int TYPE = 0;
  private static final int INFO = 1;
  private static final int SEQ = 4;
  private static final int ACK = 5;
  private static final int LENGTH = 6;

  /** The receiver's connection id, chosen by it. */
  private static final int TO = 0x20;

  /** The sender's. */
  private static final int FROM = 0x21;

  /** How many bytes after ACK may be sent, u32. */
  private static final int WINDOW = 0x22;

  /** The sender's clock, nanoseconds, in what wants an answer. */
  private static final int TIME = 0x23;

  /** The newest TIME that came, and how long ago that was, added up. */
  private static final int ECHO = 0x24;

  /** Up to four pairs of from and to, 8 bytes each: what came beyond ACK, the newest first. */
  private static final int SACK = 0x25;

  int type = STREAM;
  @Nullable Kind kind;
  long seq;
  long ack;
  int length;
  long to;
  long from;
  long window;
  long time;
  long echo;
  int sacks;
  final long[] sackFrom = new long[MAX_SACKS];
  final long[] sackTo = new long[MAX_SACKS];

  /** {@return what kind it is; a header that was read always has one unless it is a datagram's} */
  Kind kind() {
    if (kind == null) {
      throw new MalformedPacket("a packet of a stream does not say of which kind it is");
    }
    return kind;
  }

  /** Empties it but for its type and ids. */
  void clear(Kind becomes) {
    kind = becomes;
    seq = 0;
    ack = 0;
    length = 0;
    window = 0;
    time = 0;
    echo = 0;
    sacks = 0;
  }

  /** {@return whether its sender waits for an acknowledgement of it} */
  boolean wantsAnswer() {
    return kind == Kind.DATA || kind == Kind.FIN || kind == Kind.PROBE;
  }

  /** Writes the header, padded, and moves on. */
  void write(ByteBuffer bytes) {
    int start = bytes.position();
    bytes.put((byte) NextHeader.NONE).put((byte) 0);
    // First, so that half of it is in the eight bytes that an error quotes.
    put(bytes, FROM, from);
    bytes.put((byte) 2).put((byte) TYPE).put((byte) type);
    if (kind != null) {
      bytes.put((byte) 2).put((byte) INFO).put((byte) kind.number);
    }
    put(bytes, SEQ, seq);
    put(bytes, ACK, ack);
    bytes.put((byte) 3).put((byte) LENGTH).putShort((short) length);
    put(bytes, TO, to);
    if (window != 0) {
      bytes.put((byte) 5).put((byte) WINDOW).putInt((int) window);
    }
    put(bytes, TIME, time);
    put(bytes, ECHO, echo);
    if (sacks > 0) {
      bytes.put((byte) (1 + 16 * sacks)).put((byte) SACK);
      for (int i = 0; i < sacks; i++) {
        bytes.putLong(sackFrom[i]).putLong(sackTo[i]);
      }
    }
    while ((bytes.position() - start) % 4 != 0) {
      bytes.put((byte) 0);
    }
    bytes.put(start + 1, (byte) (bytes.position() - start));
  }

  /** Absent is 0 (notes 1.6). */
  private static void put(ByteBuffer bytes, int key, long value) {
    if (value != 0) {
      bytes.put((byte) 9).put((byte) key).putLong(value);
    }
  }

  /**
   * {@return whether the first eight bytes of a header are of one from the connection {@code id}}
   */
  static boolean isFrom(long id, ByteBuffer quoted) {
    return quoted.remaining() == 8
        && quoted.get(2) == 9
        && quoted.get(3) == FROM
        && quoted.getInt(4) == (int) (id >>> 32);
  }

  /**
   * Reads a header and moves past it, to where {@code length} bytes are sure to follow.
   *
   * @throws MalformedPacket when it is none
   */
  static Segment read(ByteBuffer bytes) {
    int start = bytes.position();
    if (bytes.remaining() < 4) {
      throw new MalformedPacket("a transport header needs 4 bytes, not " + bytes.remaining());
    }
    int size = bytes.get(start + 1) & 0xFF;
    int end = start + size;
    if (size < 4 || size % 4 != 0 || end > bytes.limit()) {
      throw new MalformedPacket("a transport header of " + size + " bytes does not fit");
    }
    Segment segment = new Segment();
    segment.type = 0;
    int at = start + 2;
    while (at < end) {
      int width = (bytes.get(at) & 0xFF) - 1;
      if (width < 0) {
        break;
      }
      if (at + 2 + width > end) {
        throw new MalformedPacket("a value of " + width + " bytes leaves the transport header");
      }
      segment.take(bytes.get(at + 1) & 0xFF, width, at + 2, bytes);
      at += 2 + width;
    }
    bytes.position(end);
    if (segment.length > bytes.remaining()) {
      throw new MalformedPacket(
          "%d bytes are to follow but %d do".formatted(segment.length, bytes.remaining()));
    }
    return segment;
  }

  /** Unknown keys are left aside. */
  private void take(int key, int width, int at, ByteBuffer bytes) {
    switch (key) {
      case TYPE -> type = (int) number(key, width, at, bytes);
      case INFO -> kind = Kind.of(number(key, width, at, bytes));
      case SEQ -> seq = number(key, width, at, bytes);
      case ACK -> ack = number(key, width, at, bytes);
      case LENGTH -> {
        long value = number(key, width, at, bytes);
        length = value < 0 || value > 0xFFFF ? 0x10000 : (int) value;
      }
      case TO -> to = number(key, width, at, bytes);
      case FROM -> from = number(key, width, at, bytes);
      case WINDOW -> window = number(key, width, at, bytes);
      case TIME -> time = number(key, width, at, bytes);
      case ECHO -> echo = number(key, width, at, bytes);
      case SACK -> ranges(width, at, bytes);
      default -> {}
    }
  }

  private static long number(int key, int width, int at, ByteBuffer bytes) {
    return switch (width) {
      case 1 -> bytes.get(at) & 0xFF;
      case 2 -> bytes.getShort(at) & 0xFFFF;
      case 4 -> bytes.getInt(at) & 0xFFFF_FFFFL;
      case 8 -> bytes.getLong(at);
      default -> throw new MalformedPacket("key " + key + " is no number: " + width + " bytes");
    };
  }

  private void ranges(int width, int at, ByteBuffer bytes) {
    if (width % 16 != 0 || width > 16 * MAX_SACKS) {
      throw new MalformedPacket("ranges of " + width + " bytes are not up to four pairs");
    }
    sacks = width / 16;
    for (int i = 0; i < sacks; i++) {
      sackFrom[i] = bytes.getLong(at + 16 * i);
      sackTo[i] = bytes.getLong(at + 16 * i + 8);
    }
  }
}
