package dev.drover.benchmarks.chunk;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.XidType;
import dev.drover.xia.forward.Route;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.link.Link;
import dev.drover.xia.link.UdpLink;
import dev.drover.xia.node.Node;
import java.util.List;

/** Two hosts at the ends of a link, each with a route to the other. */
record LinkedNodes(Node one, Node other) implements AutoCloseable {
  /**
   * Joins the interfaces {@code xia0} and {@code xia1}, a veth pair.
   *
   * @throws dev.drover.xia.link.LinkException when there are none
   */
  static LinkedNodes open(int largestPacket) {
    Link here = UdpLink.open("xia0", largestPacket);
    Link there = UdpLink.open("xia1", largestPacket);
    Node one = new Node(Identity.generate().hid(), List.of(here));
    Node other = new Node(Identity.generate().hid(), List.of(there));
    know(one, other, there);
    know(other, one, here);
    one.start();
    other.start();
    return new LinkedNodes(one, other);
  }

  private static void know(Node node, Node neighbour, Link end) {
    node.tables().of(XidType.HID).put(neighbour.hid(), Route.via(0, neighbour.hid(), 0));
    node.neighbours().put(0, neighbour.hid(), end.address());
    node.location(intent -> Dag.chain(node.hid(), intent));
  }

  @Override
  public void close() {
    one.close();
    other.close();
  }
}
