package dev.drover.sdn.control;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What LLDP frames must carry to be believed: another number for each port each time it comes up.
 * Hosts see the frames of their own port, so one number for all would let them speak for any.
 */
final class Nonces {
  private static final int LONGS = 4;

  private final long secret;

  Nonces(long secret) {
    this.secret = secret;
  }

  long of(SwitchPort port) {
    ByteBuffer asked =
        ByteBuffer.allocate(LONGS * Long.BYTES)
            .putLong(secret)
            .putLong(port.owner.datapathId)
            .putLong(port.number)
            .putLong(port.ups);
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(asked.array())).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
