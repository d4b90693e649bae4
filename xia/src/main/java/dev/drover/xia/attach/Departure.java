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
 */
record Departure(Xid machine, Xid domain) {
  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Xid.BYTES);
    Message.put(bytes, machine);
    Message.put(bytes, domain);
    return bytes.array();
  }

  /**
   * Reads what a statement of kind {@code CUSTODY} says; who said it has been checked by nobody.
   *
   * @throws MalformedPacket when it says something else
   */
  static Departure decode(ByteBuffer body) {
    if (body.remaining() != 2 * Xid.BYTES) {
      throw new MalformedPacket("a departure has 48 bytes: " + body.remaining());
    }
    Xid machine = Message.xid(body);
    return new Departure(machine, Message.xid(body));
  }
}
