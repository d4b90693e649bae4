package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Chunks of zeros, which need not be sent: their names are known by their length. Safe for use by
 * many threads.
 */
public final class Zeros {
  private static final byte[] ZEROS = new byte[8192];

  /** What memory and disks are cut into repeats a few lengths; the rest is hashed each time. */
  private static final int MOST_KNOWN = 1024;

  private final int type;
  private final ConcurrentMap<Integer, Xid> known = new ConcurrentHashMap<>();

  /**
   * @param type {@link dev.drover.xia.address.XidType#CID} or {@code CID256}
   */
  public Zeros(int type) {
    this.type = type;
  }

  /** {@return the name of this many zeros, 1 to {@link Chunk#MAX_BYTES}} */
  public Xid cid(int length) {
    Xid cid = known.get(length);
    if (cid == null) {
      cid = Chunk.of(type, new byte[length]).cid();
      if (known.size() < MOST_KNOWN) {
        known.put(length, cid);
      }
    }
    return cid;
  }

  /** {@return whether all of it is zero; stops at the first byte that is not} */
  public static boolean areAll(byte[] content) {
    for (int at = 0; at < content.length; at += ZEROS.length) {
      int length = Math.min(ZEROS.length, content.length - at);
      if (Arrays.mismatch(content, at, at + length, ZEROS, 0, length) >= 0) {
        return false;
      }
    }
    return true;
  }
}
