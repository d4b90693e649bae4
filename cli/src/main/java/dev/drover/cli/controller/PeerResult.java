package dev.drover.cli.controller;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one controller did.
 *
 * @param packetInsPerSec answered; the median with that number of switches with which it is highest
 * @param p50Micros from packet-in to answer when nothing else is asked, as {@code p99Micros}; the
 *     medians over the rounds, with the fewest switches connected
 */
record PeerResult(
    String name,
    String what,
    double packetInsPerSec,
    double p50Micros,
    double p99Micros,
    List<Setting> settings) {
  /**
   * With one number of switches.
   *
   * @param unanswered over all rounds
   * @param flowModsPerAnswer between two hosts: Drover installs both directions
   * @param cpuMicrosPerAnswer processor time of the controller, all its threads
   */
  record Setting(
      int switches,
      Range packetInsPerSec,
      Range loadedP50Micros,
      Range loadedP99Micros,
      Range aloneP50Micros,
      Range aloneP99Micros,
      Range cpuMicrosPerAnswer,
      double flowModsPerAnswer,
      long unanswered) {
    static Setting of(int switches, List<Round> rounds) {
      long answered = rounds.stream().mapToLong(round -> round.loaded().answered()).sum();
      long flowMods = rounds.stream().mapToLong(round -> round.loaded().flowMods()).sum();
      return new Setting(
          switches,
          range(rounds, round -> round.loaded().perSecond()),
          range(rounds, round -> round.loaded().micros(50)),
          range(rounds, round -> round.loaded().micros(99)),
          range(rounds, round -> round.alone().micros(50)),
          range(rounds, round -> round.alone().micros(99)),
          range(rounds, Setting::cpuMicros),
          (double) flowMods / Math.max(1, answered),
          rounds.stream()
              .mapToLong(round -> round.loaded().unanswered() + round.alone().unanswered())
              .sum());
    }

    private static double cpuMicros(Round round) {
      return round.cpu().toNanos() / 1000.0 / Math.max(1, round.loaded().answered());
    }

    private static Range range(List<Round> rounds, ToDoubleFunction<Round> value) {
      return Range.of(rounds.stream().mapToDouble(value).boxed().toList());
    }
  }

  /** {@return the result of a controller; {@code settings} are in the order of their switches} */
  static PeerResult of(String name, String what, List<Setting> settings) {
    Setting alone = settings.stream().min(Comparator.comparingInt(Setting::switches)).orElseThrow();
    return new PeerResult(
        name,
        what,
        settings.stream().mapToDouble(s -> s.packetInsPerSec().median()).max().orElseThrow(),
        alone.aloneP50Micros().median(),
        alone.aloneP99Micros().median(),
        settings);
  }
}
