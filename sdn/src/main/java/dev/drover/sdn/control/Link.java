package dev.drover.sdn.control;

import dev.drover.model.unit.BitRate;

/**
 * A link between two switches that LLDP has crossed both ways. {@code left} is the end whose switch
 * comes first in the order of switches.
 */
final class Link {
  final SwitchPort left;
  final SwitchPort right;
  final BitRate capacity;

  /** Its place among the links that routes are chosen on. */
  int place;

  /** What both ends sent in the last period. */
  long bytes;

  private boolean up = true;

  Link(SwitchPort left, SwitchPort right, BitRate capacity) {
    this.left = left;
    this.right = right;
    this.capacity = capacity;
  }

  boolean isUp() {
    return up;
  }

  void goDown() {
    up = false;
  }

  /** {@return its port at {@code end}} */
  SwitchPort at(Switch end) {
    return left.owner == end ? left : right;
  }

  /** {@return its other port} */
  SwitchPort across(SwitchPort port) {
    return port == left ? right : left;
  }

  @Override
  public String toString() {
    return left + "–" + right;
  }
}
