package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import dev.drover.xia.chunk.Chunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the two ends of a connection tell each other on its STREAM, big-endian:
 *
 * <pre>type u8 │ length of the body u32 │ body</pre>
 *
 * <p>The bytes that a message holds are not copied: who makes or reads one must not change them.
 */
sealed interface Message {
  /** The protocol's, in {@link Open}. */
  int VERSION = 1;

  /** Of a round; so that what is there already is told in a {@code long}. */
  int MOST_PIECES = 64;

  int MOST_REVERSE = 64 << 10;
  int MOST_NAME = 64;
  int MOST_CAUSE = 512;

  /**
   * The sender's first.
   *
   * @param version of the protocol
   * @param session that all connections of a migration have in common
   * @param connection counted from 0, in the order in which QEMU opened them
   * @param vm the agents' name of what moves
   * @param proof that the sender has the token
   */
  record Open(int version, long session, int connection, Profile profile, String vm, Digest proof)
      implements Message {
    public Open {
      if (connection < 0) {
        throw new IllegalArgumentException("connection must not be negative: " + connection);
      }
      int length = vm.getBytes(StandardCharsets.UTF_8).length;
      if (length < 1 || length > MOST_NAME) {
        throw new IllegalArgumentException(
            "vm must be named with 1 to %d bytes, not %d".formatted(MOST_NAME, length));
      }
    }
  }

  /** The receiver's first: its QEMU is connected. */
  record Opened() implements Message {}

  /**
   * The stream goes on with these pieces.
   *
   * @param number counted from 1, {@link Data} too
   * @param offset of the first of them in the stream, bytes
   */
  record Round(long number, long offset, List<Piece> pieces) implements Message {
    public Round {
      pieces = List.copyOf(pieces);
      if (pieces.isEmpty() || pieces.size() > MOST_PIECES) {
        throw new IllegalArgumentException(
            "pieces must be 1 to %d, not %d".formatted(MOST_PIECES, pieces.size()));
      }
    }
  }

  /** The stream goes on with this piece; a round of its own. */
  record Data(long number, long offset, Xid cid, ByteBuffer bytes) implements Message {
    public Data {
      if (bytes.remaining() < 1 || bytes.remaining() > Chunk.MAX_BYTES) {
        throw new IllegalArgumentException(
            "bytes must be 1 to %d, not %d".formatted(Chunk.MAX_BYTES, bytes.remaining()));
      }
    }
  }

  /**
   * Of a round, these pieces are there already; they are not asked for.
   *
   * @param pieces by their place in the round, the lowest bit for the first
   */
  record Have(long number, long pieces) implements Message {}

  /**
   * All to the end of a round was verified and given to QEMU.
   *
   * @param root of the stream up to there
   */
  record Ack(long number, Digest root) implements Message {}

  /** Bytes of the destination's QEMU. */
  record Reverse(ByteBuffer bytes) implements Message {
    public Reverse {
      if (bytes.remaining() < 1 || bytes.remaining() > MOST_REVERSE) {
        throw new IllegalArgumentException(
            "bytes must be 1 to %d, not %d".formatted(MOST_REVERSE, bytes.remaining()));
      }
    }
  }

  /** The destination's QEMU has ended its direction. */
  record End() implements Message {}

  /**
   * The source's QEMU has ended its direction.
   *
   * @param total bytes of the stream
   * @param root of all of it
   */
  record Done(long total, Digest root) implements Message {}

  /** The destination's QEMU has all of it. */
  record DoneAck() implements Message {}

  /** Nothing goes on; QEMU's connection is broken on both sides. */
  record Abort(String cause) implements Message {}
}
