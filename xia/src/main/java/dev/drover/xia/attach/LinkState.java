package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which routers of other domains a router is joined to, signed by its own key.
 *
 * @param authority the domain's word that this router speaks for it
 * @param neighbours routers at the other ends of its links, at most 255
 */
record LinkState(Statement authority, List<Xid> neighbours) {
  static final int MOST = 255;

  LinkState {
    neighbours = List.copyOf(neighbours);
    if (neighbours.size() > MOST) {
      throw new IllegalArgumentException(
          "neighbours must be at most 255, not " + neighbours.size());
    }
  }

  Xid domain() {
    return authority.signer().xid(XidType.AD);
  }

  byte[] encode() {
    byte[] word = authority.encode();
    ByteBuffer bytes = ByteBuffer.allocate(word.length + 1 + neighbours.size() * Xid.BYTES);
    bytes.put(word).put((byte) neighbours.size());
    neighbours.forEach(each -> Message.put(bytes, each));
    return bytes.array();
  }

  /**
   * Reads what a statement of kind {@code LINK_STATE} says; who said it has been checked by nobody.
   *
   * @throws MalformedPacket when it says something else
   */
  static LinkState decode(ByteBuffer body) {
    try {
      Statement authority = Statement.read(body);
      int count = body.get() & 0xFF;
      List<Xid> neighbours = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        neighbours.add(Message.xid(body));
      }
      return new LinkState(authority, neighbours);
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("a link state ends early");
    }
  }
}
