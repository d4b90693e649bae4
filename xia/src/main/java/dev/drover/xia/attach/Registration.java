package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a host says of itself, signed by its own key: in which domain it is, and where on this link.
 *
 * @param domain that it is in, by the gateway that it goes by
 * @param before the domain that it was in, when packets may still go there for it
 * @param carries whether it carries virtual machines, which are to know that they are on it
 */
public record Registration(Xid domain, LinkAddress address, Optional<Xid> before, boolean carries) {
  private static final int BYTES = Xid.BYTES + LinkAddress.BYTES + Xid.BYTES + 1;
  private static final Xid NONE = new Xid(0, 0, 0, 0);

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    Message.put(bytes, domain);
    bytes.put(address.bytes());
    Message.put(bytes, before.orElse(NONE));
    bytes.put((byte) (carries ? 1 : 0));
    return bytes.array();
  }

  /**
   * Reads what a statement of kind {@code REGISTRATION} says; who said it has been checked by
   * nobody.
   *
   * @throws MalformedPacket when it says something else
   */
  static Registration decode(ByteBuffer body) {
    if (body.remaining() != BYTES) {
      throw new MalformedPacket("a registration has " + BYTES + " bytes: " + body.remaining());
    }
    Xid domain = Message.xid(body);
    byte[] address = new byte[LinkAddress.BYTES];
    body.get(address);
    Xid before = Message.xid(body);
    return new Registration(
        domain,
        new LinkAddress(address),
        before.equals(NONE) ? Optional.empty() : Optional.of(before),
        body.get() != 0);
  }
}
