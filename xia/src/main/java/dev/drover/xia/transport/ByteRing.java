package dev.drover.xia.transport;

import java.nio.ByteBuffer;

/**
 * A stretch of a stream that moves along it: bytes by their place in the stream, in a ring that
 * grows with what is in it, by doubling, up to a bound.
 */
final class ByteRing {
  private static final int SMALLEST = 16 * 1024;

  private final int most;
  private byte[] bytes = new byte[0];
  private long start;

  /**
   * @param most bytes it spans, a power of two
   */
  ByteRing(int most) {
    if (most < SMALLEST || Integer.bitCount(most) != 1) {
      throw new IllegalArgumentException(
          "a ring must have a power of two of bytes, at least 16384, not " + most);
    }
    this.most = most;
  }

  /** {@return the first place it spans} */
  long start() {
    return start;
  }

  /** {@return the place after the last it can span} */
  long limit() {
    return start + most;
  }

  /** Puts {@code length} bytes of {@code from} at a place within its span. */
  void put(long at, ByteBuffer from, int length) {
    if (at < start || at + length > limit()) {
      throw new IllegalArgumentException(
          at + " and " + length + " bytes is not within " + start + " to " + limit());
    }
    if (length == 0) {
      return;
    }
    reserve(at + length);
    int offset = (int) (at & (bytes.length - 1));
    int first = Math.min(length, bytes.length - offset);
    from.get(bytes, offset, first).get(bytes, 0, length - first);
  }

  /** Appends {@code length} bytes from a place within its span to {@code to}. */
  void get(long at, ByteBuffer to, int length) {
    if (length == 0) {
      return;
    }
    int offset = (int) (at & (bytes.length - 1));
    int first = Math.min(length, bytes.length - offset);
    to.put(bytes, offset, first).put(bytes, 0, length - first);
  }

  /** Spans nothing before {@code place} any more. */
  void discard(long place) {
    start = Math.max(start, place);
  }

  private void reserve(long end) {
    if (end - start <= bytes.length) {
      return;
    }
    int size = Math.max(SMALLEST, Integer.highestOneBit((int) (end - start - 1)) << 1);
    byte[] old = bytes;
    bytes = new byte[Math.min(size, most)];
    // All of the old ring: whatever of it is not spanned is written before it is read.
    for (int i = 0; i < old.length; ) {
      int from = (int) ((start + i) & (old.length - 1));
      int to = (int) ((start + i) & (bytes.length - 1));
      int run = Math.min(old.length - i, Math.min(old.length - from, bytes.length - to));
      System.arraycopy(old, from, bytes, to, run);
      i += run;
    }
  }
}
