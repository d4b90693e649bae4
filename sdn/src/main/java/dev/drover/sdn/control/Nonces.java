package dev.drover.sdn.control;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What LLDP frames must carry to be believed: another number for each port each time it comes up.
 * Hosts see the frames of their own port, so one number for all would let them speak for any.
 */
final class Nonces {
  private final long secret;

  Nonces(long secret) {
    this.secret = secret;
  }

  long of(SwitchPort port) {
    return digest(secret, port.owner.datapathId, port.number, port.ups);
  }

  /**
   * {@return a number that differs from run to run and may be seen: it does not tell the secret}
   */
  static int shown(long secret) {
    return (int) digest(secret);
  }

  private static long digest(long... of) {
    ByteBuffer asked = ByteBuffer.allocate(of.length * Long.BYTES);
    asked.asLongBuffer().put(of);
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(asked.array())).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
