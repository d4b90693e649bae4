package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a host says of itself, signed by its own key: in which domain it is, and where on this link.
 *
 * @param domain that it is in, by the gateway that it goes by
 * @param before the domain that it was in, when packets may still go there for it
 * @param carrier the host that carries it, which alone may bring this to the gateway in its place
 * @param custody the domain's word that it carries virtual machines itself, {@link Custody}; of a
 *     carrier only, and checked by its machines only
 */
public record Registration(
    Xid domain,
    LinkAddress address,
    Optional<Xid> before,
    Optional<Xid> carrier,
    Optional<Statement> custody) {
  private static final int BYTES = 3 * Xid.BYTES + LinkAddress.BYTES;
  private static final Xid NONE = new Xid(0, 0, 0, 0);

  byte[] encode() {
    byte[] word = custody.map(Statement::encode).orElse(new byte[0]);
    ByteBuffer bytes = ByteBuffer.allocate(BYTES + word.length);
    Message.put(bytes, domain);
    bytes.put(address.bytes());
    Message.put(bytes, before.orElse(NONE));
    Message.put(bytes, carrier.orElse(NONE));
    return bytes.put(word).array();
  }

  /**
   * Reads what a statement of kind {@code REGISTRATION} says; who said it has been checked by
   * nobody.
   *
   * @throws MalformedPacket when it says something else
   */
  static Registration decode(ByteBuffer body) {
    if (body.remaining() < BYTES) {
      throw new MalformedPacket(
          "a registration has " + BYTES + " bytes or more: " + body.remaining());
    }
    Xid domain = Message.xid(body);
    byte[] address = new byte[LinkAddress.BYTES];
    body.get(address);
    Optional<Xid> before = optional(Message.xid(body));
    Optional<Xid> carrier = optional(Message.xid(body));
    Optional<Statement> custody =
        body.hasRemaining() ? Optional.of(Statement.read(body)) : Optional.empty();
    if (body.hasRemaining()) {
      throw new MalformedPacket("a registration has " + body.remaining() + " bytes too many");
    }
    return new Registration(domain, new LinkAddress(address), before, carrier, custody);
  }

  private static Optional<Xid> optional(Xid xid) {
    return xid.equals(NONE) ? Optional.empty() : Optional.of(xid);
  }
}
