package dev.drover.sdn.control;

import dev.drover.model.network.Route;
import java.util.List;

/**
 * A way through the network.
 *
 * @param switches from the source's to the destination's; one when they are the same
 * @param links between them, one fewer
 */
record Way(List<Switch> switches, List<Link> links) {
  Way {
    switches = List.copyOf(switches);
    links = List.copyOf(links);
    if (switches.size() != links.size() + 1) {
      throw new IllegalArgumentException(
          switches.size() + " switches are not joined by " + links.size() + " links");
    }
  }

  /** {@return the way of hosts at the same switch} */
  static Way at(Switch only) {
    return new Way(List.of(only), List.of());
  }

  /** {@return the way over one link} */
  static Way over(Link link) {
    return new Way(List.of(link.left.owner, link.right.owner), List.of(link));
  }

  Switch first() {
    return switches.getFirst();
  }

  Switch last() {
    return switches.getLast();
  }

  /** {@return whether all of it is there} */
  boolean isIntact() {
    for (int i = 0; i < switches.size(); i++) {
      if (!switches.get(i).isConnected()) {
        return false;
      }
    }
    for (int i = 0; i < links.size(); i++) {
      if (!links.get(i).isUp()) {
        return false;
      }
    }
    return true;
  }

  Way reversed() {
    return new Way(switches.reversed(), links.reversed());
  }

  List<String> names() {
    return switches.stream().map(each -> each.name).toList();
  }

  /** {@return it as deciders name it; of two switches at least} */
  Route route() {
    return new Route(names());
  }
}
