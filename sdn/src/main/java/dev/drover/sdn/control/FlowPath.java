package dev.drover.sdn.control;

import java.util.BitSet;

/**
 * A way with the rules of one flow on it, both directions. Switches count from the source's, 0, on.
 */
final class FlowPath {
  /** What its rules' cookies carry. */
  final int number;

  final Way way;
  final SwitchPort source;
  final SwitchPort destination;

  /** Which rules are there as far as is known: two to a switch, the one back second. */
  private final BitSet there = new BitSet();

  FlowPath(int number, Way way, SwitchPort source, SwitchPort destination) {
    this.number = number;
    this.way = way;
    this.source = source;
    this.destination = destination;
  }

  int hops() {
    return way.switches().size();
  }

  Switch at(int hop) {
    return way.switches().get(hop);
  }

  /** {@return the place of a switch; −1 when the path does not pass it} */
  int hop(Switch passed) {
    return way.switches().indexOf(passed);
  }

  /** {@return the port that a switch sends frames of one direction out of} */
  long output(int hop, boolean back) {
    if (back) {
      return hop == 0 ? source.number : way.links().get(hop - 1).at(at(hop)).number;
    }
    return hop == hops() - 1 ? destination.number : way.links().get(hop).at(at(hop)).number;
  }

  /** {@return whether a switch is the first that frames of this direction meet} */
  boolean isFirst(int hop, boolean back) {
    return hop == (back ? hops() - 1 : 0);
  }

  void put(int hop, boolean back) {
    there.set(place(hop, back));
  }

  void lose(int hop, boolean back) {
    there.clear(place(hop, back));
  }

  boolean has(int hop, boolean back) {
    return there.get(place(hop, back));
  }

  /** {@return whether all rules of a direction are there} */
  boolean isWhole(boolean back) {
    for (int hop = 0; hop < hops(); hop++) {
      if (!has(hop, back)) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether no rule is left} */
  boolean isGone() {
    return there.isEmpty();
  }

  /** {@return whether frames pass from end to end as far as the network is known} */
  boolean isIntact() {
    return source.isUp() && destination.isUp() && way.isIntact();
  }

  private static int place(int hop, boolean back) {
    return 2 * hop + (back ? 1 : 0);
  }
}
