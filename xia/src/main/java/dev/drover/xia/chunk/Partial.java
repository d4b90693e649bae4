package dev.drover.xia.chunk;

import java.nio.ByteBuffer;

/** A chunk of which not all bytes are there yet. */
final class Partial {
  /** Packets of honest senders leave far fewer holes, even at the prototype's size. */
  private static final int MOST_RANGES = 2_048;

  private final byte[] content;
  private final Coverage coverage = new Coverage();

  Partial(int length) {
    content = new byte[length];
  }

  /**
   * Takes a piece in, from the buffer's position on.
   *
   * @return how many of its bytes were missing; 0 too if it would leave too many holes
   */
  int add(int offset, int length, ByteBuffer bytes) {
    if (coverage.ranges() >= MOST_RANGES) {
      return 0;
    }
    int added = coverage.add(offset, offset + length);
    if (added > 0) {
      bytes.get(bytes.position(), content, offset, length);
    }
    return added;
  }

  boolean whole() {
    return coverage.covered() == content.length;
  }

  int length() {
    return content.length;
  }

  Coverage coverage() {
    return coverage;
  }

  /** {@return the bytes themselves, which belong to whoever asked; this is not used any more} */
  byte[] content() {
    return content;
  }
}
