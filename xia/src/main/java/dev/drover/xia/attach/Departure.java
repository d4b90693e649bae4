package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.ByteBuffer;

/**
 * What a carrier says to a virtual machine on it that is to go elsewhere, signed by the carrier's
 * key: a carrier holds the machine's memory, and its key with it, so nothing is asked for that it
 * could not take.
 *
 * @param machine that is to go
 * @param domain where it will be
 * @param carrier that it will be on, which it believes from then on
 */
record Departure(Xid machine, Xid domain, Xid carrier) {
  private static final int BYTES = 3 * Xid.BYTES;

  /** {@return whether it is to that host, in that domain} */
  boolean leadsTo(Xid place, Xid host) {
    return domain.equals(place) && carrier.equals(host);
  }

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    Message.put(bytes, machine);
    Message.put(bytes, domain);
    Message.put(bytes, carrier);
    return bytes.array();
  }

  /**
   * Reads what a statement of kind {@code CUSTODY} says; who said it has been checked by nobody.
   *
   * @throws MalformedPacket when it says something else
   */
  static Departure decode(ByteBuffer body) {
    if (body.remaining() != BYTES) {
      throw new MalformedPacket("a departure has " + BYTES + " bytes: " + body.remaining());
    }
    Xid machine = Message.xid(body);
    Xid domain = Message.xid(body);
    return new Departure(machine, domain, Message.xid(body));
  }
}
