package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.InvalidDag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a gateway says of itself, signed by its own key: for which domain it speaks, which the
 * domain's key has signed; under which address it is on this link, so that no neighbour can pass
 * another's beacon off as its own; and where names are looked up.
 *
 * @param authority the domain's word that this gateway speaks for it, of kind {@code GATEWAY}
 * @param names of the name service; empty when the gateway knows none
 */
public record Beacon(Statement authority, LinkAddress address, Optional<Dag> names) {
  private static final int MOST_NODES = Dag.MAX_NODES;

  /** {@return the word of {@code domain} that the host {@code gateway} speaks for it} */
  public static Statement authorize(Identity domain, Xid gateway, long counter) {
    ByteBuffer body = ByteBuffer.allocate(Xid.BYTES);
    gateway.write(body, 0);
    return Statement.sign(domain, Kind.GATEWAY, counter, body.array());
  }

  /** {@return whether {@code authority} is a domain's own word for this gateway} */
  static boolean authorizes(Statement authority, Xid gateway) {
    return authority.kind() == Kind.GATEWAY
        && authority.body().remaining() == Xid.BYTES
        && Xid.read(authority.body(), 0).equals(gateway)
        && authority.genuine();
  }

  /** {@return the domain that it is about} */
  public Xid domain() {
    return authority.signer().xid(XidType.AD);
  }

  byte[] encode() {
    byte[] word = authority.encode();
    int nodes = names.map(dag -> dag.nodes().size()).orElse(0);
    ByteBuffer bytes =
        ByteBuffer.allocate(word.length + LinkAddress.BYTES + 1 + nodes * Dag.NODE_BYTES);
    bytes.put(word).put(address.bytes()).put((byte) nodes);
    names.ifPresent(dag -> dag.write(bytes, bytes.position()));
    return bytes.array();
  }

  /**
   * Reads what a statement of kind {@code BEACON} says; who said it has been checked by nobody.
   *
   * @throws MalformedPacket when it says something else
   */
  static Beacon decode(ByteBuffer body) {
    try {
      Statement authority = Statement.read(body);
      byte[] address = new byte[LinkAddress.BYTES];
      body.get(address);
      int nodes = body.get() & 0xFF;
      if (nodes > MOST_NODES || body.remaining() != nodes * Dag.NODE_BYTES) {
        throw new MalformedPacket("a beacon's name service has " + nodes + " nodes");
      }
      Optional<Dag> names =
          nodes == 0 ? Optional.empty() : Optional.of(Dag.read(body, body.position(), nodes));
      return new Beacon(authority, new LinkAddress(address), names);
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("a beacon ends early");
    } catch (InvalidDag e) {
      throw new MalformedPacket("a beacon's name service is no address: " + e.getMessage());
    }
  }
}
