package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import java.nio.ByteBuffer;

/**
 * A datagram that came.
 *
 * @param from where it says it comes from; nothing proves it
 * @param payload what it brings, from its position to its limit, read-only
 */
public record Datagram(Dag from, ByteBuffer payload) {
  public Datagram {
    payload = payload.asReadOnlyBuffer();
  }

  /** {@return what it brings} */
  public byte[] bytes() {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(payload.position(), bytes);
    return bytes;
  }
}
