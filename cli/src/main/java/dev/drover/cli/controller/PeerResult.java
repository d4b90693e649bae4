package dev.drover.cli.controller;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one controller did.
 *
 * <p>The three figures are medians over the rounds of one setting, the fewest switches under load,
 * the same for every controller; {@code settings} has the others.
 *
 * @param packetInsPerSec answered
 * @param p50Micros from packet-in to answer, as {@code p99Micros}
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
          range(rounds, round -> round.loaded().cpuMicrosEach()),
          (double) flowMods / Math.max(1, answered),
          rounds.stream()
              .mapToLong(round -> round.loaded().unanswered() + round.alone().unanswered())
              .sum());
    }

    private static Range range(List<Round> rounds, ToDoubleFunction<Round> value) {
      return Range.of(rounds.stream().mapToDouble(value).boxed().toList());
    }
  }

  /** {@return the result of a controller; {@code settings} are in the order of their switches} */
  static PeerResult of(String name, String what, List<Setting> settings) {
    Setting first = settings.stream().min(Comparator.comparingInt(Setting::switches)).orElseThrow();
    return new PeerResult(
        name,
        what,
        first.packetInsPerSec().median(),
        first.loadedP50Micros().median(),
        first.loadedP99Micros().median(),
        settings);
  }
}
