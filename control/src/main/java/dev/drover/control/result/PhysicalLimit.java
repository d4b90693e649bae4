package dev.drover.control.result;

import dev.drover.agent.api.DiskCopy;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.Sample;
import dev.drover.control.execute.ExecutionReport;
import dev.drover.control.execute.MigrationReport;
import dev.drover.model.HostObservation;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The least time in which an evacuation could have been done with the bandwidth that it had: bytes
 * that had to cross ÷ the bandwidth that was free.
 *
 * <p>For a NIC direction n (the source's egress, each destination's ingress) and the migrations
 * M(n) that crossed it:
 *
 * <pre>
 * limit(n) = Σ over m in M(n) of  crossing(m) × 8 ÷ free(n)
 * limit    = max over n of limit(n)
 * </pre>
 *
 * <ul>
 *   <li>{@code crossing} is what every technique must send: each page once. It is read off QEMU's
 *       telemetry, as all of post-copy's traffic and what was sent by the end of the first round of
 *       the others (sampled several times a second), so pages of zeros count for what they take. A
 *       disk counts with all that was sent of it, which what the guest wrote again adds to.
 *   <li>{@code free} is the NIC's rate less the workload traffic that n carried, on average over
 *       the time from the first start command until the last source was empty.
 * </ul>
 *
 * A migration cannot be faster than that, so the ratio of its time to the limit is at least 1 but
 * for the error of sampling; what exceeds 1 is memory sent again, gaps, and bandwidth left unused.
 * Bandwidth that a policy took from tenants counts as free: what they lost is a measure of its own.
 */
final class PhysicalLimit {
  private PhysicalLimit() {}

  /** {@return the limit, or empty when nothing was moved or no bandwidth was free} */
  static Optional<Duration> of(ExecutionReport report) {
    SortedMap<Direction, Long> bytes = new TreeMap<>();
    for (MigrationReport migration : report.migrations()) {
      long crossing = crossing(migration).plus(disk(migration)).count();
      if (crossing > 0) {
        bytes.merge(new Direction(migration.planned().source(), true), crossing, Long::sum);
        bytes.merge(new Direction(migration.planned().destination(), false), crossing, Long::sum);
      }
    }
    double seconds = 0;
    for (Map.Entry<Direction, Long> each : bytes.entrySet()) {
      OptionalDouble free = free(report, each.getKey());
      if (free.isPresent()) {
        seconds = Math.max(seconds, each.getValue() * 8.0 / free.getAsDouble());
      }
    }
    return seconds == 0 || Double.isInfinite(seconds)
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private static Bytes disk(MigrationReport migration) {
    return migration.status().flatMap(MigrationStatus::disk).map(DiskCopy::sent).orElse(Bytes.ZERO);
  }

  private static Bytes crossing(MigrationReport migration) {
    Bytes all = migration.status().map(MigrationStatus::traffic).orElse(Bytes.ZERO);
    if (migration.planned().technique() == Technique.POST_COPY) {
      return all;
    }
    return migration.telemetry().stream()
        .filter(sample -> sample.round() <= 1)
        .map(RoundSample::transferred)
        .max(Comparator.naturalOrder())
        .orElseGet(() -> all.compareTo(migration.resident()) < 0 ? all : migration.resident());
  }

  /** In bits per second; empty when nothing is known of the NIC. */
  private static OptionalDouble free(ExecutionReport report, Direction direction) {
    Optional<BitRate> rate =
        report.before().cluster().host(direction.host).map(HostObservation::nicRate);
    List<Sample> samples = report.samples().getOrDefault(direction.host, List.of());
    long from = report.firstStartMs().orElse(report.startedAtMs());
    long to = report.lastEndMs().orElse(report.endedAtMs());
    List<Sample> during =
        samples.stream().filter(sample -> sample.atMs() > from && sample.atMs() <= to).toList();
    OptionalDouble workload =
        (during.isEmpty() ? samples : during)
            .stream()
                .map(sample -> sample.nic().minusOrZero(sample.migration()))
                .mapToDouble(traffic -> direction.of(traffic).bitsPerSecond())
                .average();
    return rate.isEmpty() || workload.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, rate.get().bitsPerSecond() - workload.getAsDouble()));
  }

  private record Direction(String host, boolean egress) implements Comparable<Direction> {
    BitRate of(Traffic traffic) {
      return egress ? traffic.out() : traffic.in();
    }

    @Override
    public int compareTo(Direction other) {
      int byHost = host.compareTo(other.host);
      return byHost != 0 ? byHost : Boolean.compare(egress, other.egress);
    }
  }
}
