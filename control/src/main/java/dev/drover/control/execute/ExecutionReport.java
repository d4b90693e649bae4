package dev.drover.control.execute;

import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.Sample;
import dev.drover.control.observe.Observation;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How a whole plan went.
 *
 * @param before what was seen when the plan was made
 * @param startedAtMs when the run began, before destinations were prepared; milliseconds since the
 *     epoch, as all moments here
 * @param endedAtMs when everything was verified and cleaned up
 * @param migrations one for each of the plan, in its order
 * @param reservations what was in force from which moment on
 * @param samples each host's traffic from shortly before the run until its end
 */
public record ExecutionReport(
    EvacuationPlan plan,
    Observation before,
    long startedAtMs,
    long endedAtMs,
    boolean cancelled,
    List<MigrationReport> migrations,
    List<EvacuationEvent.ReservationsChanged> reservations,
    SortedMap<String, List<Sample>> samples) {
  /** How much of the time before a run its samples show. */
  public static final Duration LEAD_IN = Duration.ofSeconds(10);

  public ExecutionReport {
    migrations = List.copyOf(migrations);
    reservations = List.copyOf(reservations);
    samples = new TreeMap<>(samples);
  }

  /** {@return when the first migration was told to start; empty when none was} */
  public OptionalLong firstStartMs() {
    return statuses().mapToLong(MigrationStatus::startedAtMs).min();
  }

  /** {@return when the last source was empty} */
  public OptionalLong lastEndMs() {
    LongStream ends = statuses().mapToLong(s -> s.startedAtMs() + s.totalTime().toMillis());
    return ends.max();
  }

  /** {@return from the first start command until the last source may be switched off} */
  public Duration totalTime() {
    return firstStartMs().isEmpty()
        ? Duration.ZERO
        : Duration.ofMillis(lastEndMs().orElseThrow() - firstStartMs().getAsLong());
  }

  /** {@return migration traffic of all migrations} */
  public Bytes traffic() {
    return statuses().map(MigrationStatus::traffic).reduce(Bytes.ZERO, Bytes::plus);
  }

  public int completed() {
    return Math.toIntExact(
        migrations.stream().filter(m -> m.outcome() instanceof MigrationOutcome.Completed).count());
  }

  private Stream<MigrationStatus> statuses() {
    return migrations.stream().flatMap(m -> m.status().stream());
  }
}
