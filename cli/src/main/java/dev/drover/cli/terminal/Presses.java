package dev.drover.cli.terminal;

import java.util.OptionalInt;

/**
 * Counts presses of Ctrl-C. A terminal tells every process of the foreground, and a parent passes
 * on each press that it was told of, so one press may come both ways, at any distance in time: the
 * n-th that comes one way and the n-th that comes the other are one and the same.
 */
final class Presses {
  private int own;
  private int relayed;
  private int told;

  /** {@return which press this is that a terminal or a user has given; empty if it is known} */
  synchronized OptionalInt own() {
    own++;
    return next();
  }

  /** {@return which press this is that the parent has passed on; empty if it is known} */
  synchronized OptionalInt relayed() {
    relayed++;
    return next();
  }

  /** {@return how many there have been} */
  synchronized int count() {
    return told;
  }

  private OptionalInt next() {
    if (Math.max(own, relayed) == told) {
      return OptionalInt.empty();
    }
    told++;
    return OptionalInt.of(told);
  }
}
