package dev.drover.cli.reproduce.score;

import dev.drover.simulate.datacentre.TokenRounds;

/** Who holds the token in which window: as many VMs in each. */
final class Holds {
  private Holds() {}

  /** Passes the token as far as it goes in window {@code window}, from 0; {@return migrations}. */
  static int pass(TokenRounds rounds, int window) {
    int migrations = 0;
    for (long hold = upTo(window); hold < upTo(window + 1); hold++) {
      migrations += rounds.step() ? 1 : 0;
    }
    return migrations;
  }

  private static long upTo(int window) {
    return (long) window * DataCentre.VMS / FlowWindows.IN_AN_ITERATION;
  }
}
