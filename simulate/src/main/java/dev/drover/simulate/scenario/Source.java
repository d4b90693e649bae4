package dev.drover.simulate.scenario;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** One entry of background traffic: begins and stops it, and counts what came of it. */
abstract class Source {
  private static final long UNSET = -1;

  final TrafficSpec spec;
  final World world;
  private final long start;
  private final long stop;
  private long begunAt = UNSET;
  private long begunDelivered;
  private long endedAt = UNSET;
  private long endedDelivered;
  private int flowsStarted;
  private long[] completions = new long[16];
  private int flowsEnded;

  Source(TrafficSpec spec, World world) {
    this.spec = spec;
    this.world = world;
    start = SimTime.of(spec.start());
    stop = spec.stop().map(SimTime::of).orElse(SimTime.NEVER);
    new Timer(world.simulator(), this::begin).set(start);
    if (stop != SimTime.NEVER) {
      new Timer(world.simulator(), this::end).set(stop);
    }
  }

  static Source of(TrafficSpec spec, World world) {
    return switch (spec.load()) {
      case Load.ConstantRate load ->
          new RateSource(spec, world, load.rate(), load.transport(), load.datagram());
      case Load.OnOff load -> new OnOffSource(spec, world, load);
      case Load.Bulk load -> new BulkSource(spec, world, load);
      case Load.Arrivals load -> new ArrivalSource(spec, world, load);
    };
  }

  /** Begins to send; called once. */
  abstract void begin();

  /** Sends no more. */
  abstract void end();

  /** {@return payload that has arrived so far, of all flows} */
  abstract long delivered();

  final void flowStarted() {
    flowsStarted++;
  }

  /** A flow of a given size has arrived, {@code took} picoseconds after its start. */
  final void flowEnded(long took) {
    if (flowsEnded == completions.length) {
      completions = Arrays.copyOf(completions, 2 * flowsEnded);
    }
    completions[flowsEnded++] = took;
  }

  final void migrationsBegin() {
    begunAt = world.simulator().now();
    begunDelivered = delivered();
  }

  final void migrationsEnd() {
    endedAt = world.simulator().now();
    endedDelivered = delivered();
  }

  final RunResult.TrafficResult result(long now) {
    long delivered = delivered();
    return new RunResult.TrafficResult(
        spec.name(),
        Bytes.of(delivered),
        rate(delivered, Math.min(now, stop) - start),
        loss(now, delivered),
        flowsStarted,
        flowsEnded,
        completion());
  }

  private Optional<RunResult.Loss> loss(long now, long delivered) {
    if (begunAt == UNSET || begunAt <= start) {
      return Optional.empty();
    }
    long until = endedAt == UNSET ? now : endedAt;
    long byThen = endedAt == UNSET ? delivered : endedDelivered;
    if (stop < until || until <= begunAt || begunDelivered == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RunResult.Loss(
            rate(begunDelivered, begunAt - start), rate(byThen - begunDelivered, until - begunAt)));
  }

  private Optional<RunResult.CompletionTimes> completion() {
    if (flowsEnded == 0) {
      return Optional.empty();
    }
    long[] sorted = Arrays.copyOf(completions, flowsEnded);
    Arrays.sort(sorted);
    double sum = 0;
    for (long time : sorted) {
      sum += time;
    }
    return Optional.of(
        new RunResult.CompletionTimes(
            SimTime.toDuration(Math.round(sum / flowsEnded)),
            nearestRank(sorted, 0.5),
            nearestRank(sorted, 0.99)));
  }

  private static Duration nearestRank(long[] sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return SimTime.toDuration(sorted[Math.max(0, rank - 1)]);
  }

  private static BitRate rate(long bytes, long span) {
    return span <= 0
        ? BitRate.ZERO
        : BitRate.ofBitsPerSecond(Math.round(bytes * 8.0 / SimTime.toSeconds(span)));
  }
}
