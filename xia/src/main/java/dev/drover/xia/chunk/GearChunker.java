package dev.drover.xia.chunk;

import java.util.Arrays;

/**
 * Cuts where the last 64 bytes have a hash whose high 16 bits are zero, so that the same content is
 * cut alike wherever it stands in a stream (content-defined chunking with the Gear hash, as
 * FastCDC's base; sizes as casync's, four times as large, notes 6.4). After a cut nothing is cut
 * for 64 KiB; after 256 KiB it is in any case. The mean over random content is 64 KiB + 64 KiB · (1
 * − e⁻³) = 125 KiB.
 *
 * <p>A run of one and the same byte never cuts by itself: it makes chunks of 256 KiB.
 */
final class GearChunker implements Chunker {
  static final int LEAST = 64 << 10;
  static final int MOST = 256 << 10;

  /** One cut in 65,536 places. */
  private static final int HASH_SHIFT = 64 - 16;

  /** After so many bytes one has left the hash. */
  private static final int WINDOW = 64;

  /** By byte; fixed, as who cuts the same content elsewhere must cut it alike. */
  private static final long[] GEAR = gear();

  private final byte[] buffer = new byte[MOST];
  private int used;
  private long hash;

  private static long[] gear() {
    long[] gear = new long[256];
    long state = 0;
    for (int i = 0; i < gear.length; i++) {
      state += 0x9E37_79B9_7F4A_7C15L;
      long z = (state ^ state >>> 30) * 0xBF58_476D_1CE4_E5B9L;
      z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
      gear[i] = z ^ z >>> 31;
    }
    return gear;
  }

  @Override
  public void write(byte[] bytes, int from, int length, Sink sink) throws InterruptedException {
    int at = from;
    int end = from + length;
    while (at < end) {
      int cut = cut(bytes, at, Math.min(end, at + MOST - used));
      int taken = Math.abs(cut);
      System.arraycopy(bytes, at, buffer, used, taken);
      used += taken;
      at += taken;
      if (cut < 0 || used == MOST) {
        flush(sink);
      }
    }
  }

  /**
   * {@return how many bytes from {@code from} on belong to the present chunk, negative if it ends
   * with them}
   */
  private int cut(byte[] bytes, int from, int to) {
    // What cannot be in the hash at the first place where a cut is allowed need not be hashed.
    int at = Math.min(to, from + Math.max(0, LEAST - WINDOW - used));
    int free = Math.min(to, from + Math.max(0, LEAST - 1 - used));
    long rolling = hash;
    while (at < free) {
      rolling = (rolling << 1) + GEAR[bytes[at++] & 0xFF];
    }
    while (at < to) {
      rolling = (rolling << 1) + GEAR[bytes[at++] & 0xFF];
      if (rolling >>> HASH_SHIFT == 0) {
        hash = rolling;
        return from - at;
      }
    }
    hash = rolling;
    return to - from;
  }

  @Override
  public void flush(Sink sink) throws InterruptedException {
    if (used > 0) {
      byte[] content = Arrays.copyOf(buffer, used);
      used = 0;
      hash = 0;
      sink.chunk(content);
    }
  }
}
