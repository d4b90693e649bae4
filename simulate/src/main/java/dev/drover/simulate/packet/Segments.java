package dev.drover.simulate.packet;

/**
 * What a sender has sent and not seen acknowledged, segment by segment, in the order of byte
 * numbers: a ring of parallel arrays. Positions count from the first segment ever sent and stay
 * valid as the ring moves on.
 */
final class Segments {
  static final byte SACKED = 1;
  static final byte LOST = 2;

  /** Sent again, and that copy is neither acknowledged nor taken for lost. */
  static final byte RESENT = 4;

  /** Sent more than once, whatever became of it. */
  static final byte EVER_RESENT = 8;

  private long[] starts = new long[16];
  private int[] lengths = new int[16];
  private long[] sentAt = new long[16];
  private byte[] flags = new byte[16];
  private int mask = 15;
  private int head;
  private int tail;

  int head() {
    return head;
  }

  int tail() {
    return tail;
  }

  boolean isEmpty() {
    return head == tail;
  }

  void add(long start, int length, long now) {
    if (tail - head > mask) {
      grow();
    }
    int slot = tail++ & mask;
    starts[slot] = start;
    lengths[slot] = length;
    sentAt[slot] = now;
    flags[slot] = 0;
  }

  void removeFirst() {
    head++;
  }

  long start(int position) {
    return starts[position & mask];
  }

  int length(int position) {
    return lengths[position & mask];
  }

  long end(int position) {
    return starts[position & mask] + lengths[position & mask];
  }

  /** {@return when it was sent last, in picoseconds} */
  long sentAt(int position) {
    return sentAt[position & mask];
  }

  void sentAgain(int position, long now) {
    sentAt[position & mask] = now;
    flags[position & mask] |= RESENT | EVER_RESENT;
  }

  boolean is(int position, int flag) {
    return (flags[position & mask] & flag) != 0;
  }

  void set(int position, int flag) {
    flags[position & mask] |= (byte) flag;
  }

  void unset(int position, int flag) {
    flags[position & mask] &= (byte) ~flag;
  }

  /** {@return the position of the first segment that starts at {@code byteNumber} or later} */
  int at(long byteNumber) {
    int low = head;
    int high = tail;
    while (low != high) {
      int middle = low + ((high - low) >>> 1);
      if (starts[middle & mask] >= byteNumber) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void grow() {
    int size = starts.length;
    long[] moreStarts = new long[size * 2];
    int[] moreLengths = new int[size * 2];
    long[] moreSentAt = new long[size * 2];
    byte[] moreFlags = new byte[size * 2];
    int moreMask = size * 2 - 1;
    for (int position = head; position != tail; position++) {
      int from = position & mask;
      int to = position & moreMask;
      moreStarts[to] = starts[from];
      moreLengths[to] = lengths[from];
      moreSentAt[to] = sentAt[from];
      moreFlags[to] = flags[from];
    }
    starts = moreStarts;
    lengths = moreLengths;
    sentAt = moreSentAt;
    flags = moreFlags;
    mask = moreMask;
  }
}
