package dev.drover.simulate.scenario;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.migration.MigrationResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param simulated how long the simulated world went on
 * @param migrations as the scenario has them in order
 */
public record RunResult(
    String scenario,
    long seed,
    NetworkMode network,
    Duration simulated,
    List<Move> migrations,
    List<TrafficResult> traffic,
    Counters counters) {
  public RunResult {
    migrations = List.copyOf(migrations);
    traffic = List.copyOf(traffic);
  }

  /** What became of a migration. */
  public sealed interface Move {
    MigrationPlan plan();

    /** The VM runs at its destination. */
    record Ended(MigrationPlan plan, MigrationResult result) implements Move {}

    /** The run was over first. */
    record Unfinished(MigrationPlan plan) implements Move {}
  }

  /** {@return what the finished migrations came to} */
  public List<MigrationResult> ended() {
    return migrations.stream()
        .filter(move -> move instanceof Move.Ended)
        .map(move -> ((Move.Ended) move).result())
        .toList();
  }

  /** {@return whether every migration has ended} */
  public boolean complete() {
    return migrations.stream().allMatch(move -> move instanceof Move.Ended);
  }

  /** {@return from the first start command to the last end; empty unless all have ended} */
  public Optional<Duration> totalTime() {
    if (migrations.isEmpty() || !complete()) {
      return Optional.empty();
    }
    Duration first = ended().stream().map(MigrationResult::start).min(Duration::compareTo).get();
    Duration last = ended().stream().map(MigrationResult::end).max(Duration::compareTo).get();
    return Optional.of(last.minus(first));
  }

  /**
   * What background traffic came to.
   *
   * @param delivered payload that arrived
   * @param goodput mean of {@code delivered} over the time that it was to be sent
   * @param loss what migrations cost it; empty when there were none or it was not there before
   * @param completion of flows of a given size; empty when none has ended
   */
  public record TrafficResult(
      String name,
      Bytes delivered,
      BitRate goodput,
      Optional<Loss> loss,
      int flowsStarted,
      int flowsEnded,
      Optional<CompletionTimes> completion) {}

  /**
   * Goodput until the first migration starts, and from then until the last has ended.
   *
   * @param before with the slow start of its streams
   */
  public record Loss(BitRate before, BitRate during) {
    /** {@return 1 − during ÷ before, at least 0} */
    public double share() {
      return Math.max(0, 1 - during.fractionOf(before));
    }
  }

  /** From a flow's start until its last byte is acknowledged. */
  public record CompletionTimes(Duration mean, Duration median, Duration percentile99) {}

  /**
   * What the network did.
   *
   * @param events of the kernel
   * @param packets empty in a fluid network
   */
  public record Counters(long events, Optional<Packets> packets) {}

  /**
   * Of all hosts together.
   *
   * @param hops how often a packet was sent over a link, acknowledgements too
   */
  public record Packets(long hops, long dropped, long resent, long timeouts) {}
}
