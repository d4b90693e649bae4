package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.Pace;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What QEMU must be told so that rounds are paced and it still switches over when it should.
 *
 * <p>QEMU stops the vCPUs when what is left takes no longer than {@code downtime-limit} at the
 * bandwidth that it measured over the last 100 ms ({@code migration_update_counters}); then it
 * lifts its limit ({@code migration_completion}) and sends as fast as the network takes it. In a
 * slow round it would thus reckon with too little and go on for ever. From 8.2 on it can be told
 * with what to reckon instead. An older one is given a longer limit, by as much as the
 * stop-and-copy will be faster than the round.
 */
final class Pacing {
  /**
   * QEMU measures in slices of 100 ms. As long as one of them may hold bytes of a faster round, a
   * longer limit would be taken for that of a faster round, and the VM would stop too early.
   */
  static final Duration SETTLED = Duration.ofMillis(250);

  private static final String DOWNTIME = "downtime-limit";

  /** QEMU's MAX_MIGRATE_DOWNTIME, in ms. */
  private static final long MOST_DOWNTIME = 2_000_000;

  private Pacing() {}

  /**
   * {@return what to set at once}
   *
   * @param reckons whether QEMU can be told what bandwidth to reckon with
   */
  static Map<String, Long> now(Pace pace, boolean reckons) {
    Map<String, Long> parameters = new TreeMap<>();
    parameters.put("max-bandwidth", Settings.bytesPerSecond(pace.round()));
    parameters.put("max-postcopy-bandwidth", Settings.bytesPerSecond(pace.postCopy()));
    parameters.put(DOWNTIME, pace.downtimeLimit().toMillis());
    if (reckons) {
      // A round without a limit is as fast as the stop-and-copy: what QEMU measures is right.
      long known = pace.round().isPresent() ? pace.stopAndCopy().bitsPerSecond() / 8 : 0;
      parameters.put(Settings.SWITCHOVER, known);
    }
    return parameters;
  }

  /** {@return what to set once the round's rate is what QEMU measures; empty for nothing} */
  static Map<String, Long> settled(Pace pace, boolean reckons) {
    long limit = pace.downtimeLimit().toMillis();
    long longer = Math.min(MOST_DOWNTIME, pace.round().map(r -> longer(pace, r)).orElse(limit));
    return reckons || longer <= limit ? Map.of() : Map.of(DOWNTIME, longer);
  }

  private static long longer(Pace pace, BitRate round) {
    double faster =
        pace.stopAndCopy().bitsPerSecond() / (double) Math.max(8, round.bitsPerSecond());
    return Math.round(pace.downtimeLimit().toMillis() * faster);
  }
}
