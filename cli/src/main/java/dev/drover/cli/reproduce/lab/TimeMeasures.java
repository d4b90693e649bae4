package dev.drover.cli.reproduce.lab;

import dev.drover.cli.reproduce.simulated.Measures;
import java.util.List;

/** What is known of each migration, measured or simulated, by the names of the simulation. */
final class TimeMeasures {
  static final String TOTAL_TIME = Measures.TOTAL_TIME;
  static final String DOWNTIME = Measures.DOWNTIME;
  static final String ROUNDS = Measures.ROUNDS;
  static final String TRAFFIC = Measures.TRAFFIC;

  /** How long nothing was there to send between rounds; of measured ones only. */
  static final String IDLE = "idle_s";

  private TimeMeasures() {}

  static List<String> simulated() {
    return List.of(TOTAL_TIME, DOWNTIME, ROUNDS, TRAFFIC);
  }

  static List<String> measured() {
    return List.of(TOTAL_TIME, DOWNTIME, ROUNDS, TRAFFIC, IDLE);
  }
}
