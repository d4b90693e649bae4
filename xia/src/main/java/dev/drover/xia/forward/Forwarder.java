package dev.drover.xia.forward;

import dev.drover.xia.address.Dag;
import dev.drover.xia.packet.Packet;

/**
 * Finds a packet's next step (notes 2.1): from the node that was reached last, the edges in order;
 * the first identifier that there is a route for decides. What is here is reached, and the search
 * goes on from there, until the packet leaves or its intent is here. An identifier of a type
 * without a table has no route: the next edge is tried, as the architecture demands and the
 * prototype did not.
 *
 * <p>A route for all others says nothing of where they are: a packet that goes by it leaves as it
 * came, as if no node was reached here. So what a host that has moved without knowing it sends to
 * the domain where it was gets there: its new gateway looks for that domain, not within its own.
 */
public final class Forwarder {
  private final Tables tables;

  public Forwarder(Tables tables) {
    this.tables = tables;
  }

  /**
   * {@return the link it leaves by, {@link Route#LOCAL} when its intent is here, or a route that is
   * {@linkplain Route#unreachable() none}; the packet's last node and marks are as they are to be
   * on the next link}
   */
  public Route next(Packet packet) {
    int from = packet.last();
    // Each turn reaches a later node: edges never lead back.
    while (true) {
      Route step = step(packet, from);
      if (step.port() != Route.HERE || packet.arrived()) {
        return step;
      }
    }
  }

  private Route step(Packet packet, int from) {
    for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
      int node = packet.edge(slot);
      if (node == Dag.NO_EDGE) {
        break;
      }
      int at = packet.nodeAt(node);
      RouteTable table = tables.find(packet.buffer().getInt(at));
      if (table == null) {
        continue;
      }
      Route route = table.find(packet.buffer(), at);
      if (route == null || route.port() == Route.FALL_BACK) {
        continue;
      }
      if (route.port() == Route.HERE) {
        packet.take(slot);
        packet.last(node);
      } else if (table.isForOthers(route)) {
        packet.back(from);
      }
      return route;
    }
    return Route.UNREACHABLE;
  }
}
