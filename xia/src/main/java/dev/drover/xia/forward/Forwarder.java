package dev.drover.xia.forward;

import dev.drover.xia.address.Dag;
import dev.drover.xia.packet.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Finds a packet's next step (notes 2.1): from the node that was reached last, the edges in order;
 * the first identifier that there is a route for decides. What is here is reached, and the search
 * goes on from there, until the packet leaves or its intent is here. An identifier of a type
 * without a table has no route: the next edge is tried, as the architecture demands and the
 * prototype did not.
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
    // Each turn reaches a later node: edges never lead back.
    while (true) {
      Route step = step(packet);
      if (step.port() != Route.HERE || packet.arrived()) {
        return step;
      }
    }
  }

  private Route step(Packet packet) {
    for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
      int node = packet.edge(slot);
      if (node == Dag.NO_EDGE) {
        break;
      }
      Route route = find(packet, node);
      if (route == null || route.port() == Route.FALL_BACK) {
        continue;
      }
      if (route.port() == Route.HERE) {
        packet.take(slot);
        packet.last(node);
      }
      return route;
    }
    return Route.UNREACHABLE;
  }

  private @Nullable Route find(Packet packet, int node) {
    int at = packet.nodeAt(node);
    RouteTable table = tables.find(packet.buffer().getInt(at));
    return table == null ? null : table.find(packet.buffer(), at);
  }
}
