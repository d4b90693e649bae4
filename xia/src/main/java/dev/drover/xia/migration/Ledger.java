package dev.drover.xia.migration;

import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a stream consists of so far: a hash over the names and lengths of its pieces. Both ends keep
 * one; as long as they agree, and every piece is verified, they have the same bytes in the same
 * order. For one thread.
 */
final class Ledger {
  private final MessageDigest digest = sha256();
  private final ByteBuffer entry = ByteBuffer.allocate(Xid.BYTES + 4);
  private long bytes;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  void add(Xid cid, int length) {
    cid.write(entry, 0);
    entry.putInt(Xid.BYTES, length);
    digest.update(entry.array());
    bytes += length;
  }

  /** {@return the bytes of the stream so far} */
  long bytes() {
    return bytes;
  }

  /** {@return the root hash of the stream so far} */
  Digest root() {
    try {
      return Digest.of(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's SHA-256 can be cloned", e);
    }
  }
}
