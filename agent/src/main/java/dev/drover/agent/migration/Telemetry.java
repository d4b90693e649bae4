package dev.drover.agent.migration;

import dev.drover.agent.api.DiskCopy;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.MigrationStatus.PhaseEntry;
import dev.drover.agent.api.RelayRound;
import dev.drover.hypervisor.DiskProgress;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.RoundRate;
import dev.drover.model.RoundSample;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a migration's course. Safe for use by many threads. */
final class Telemetry {
  /** Rounds beyond this are forgotten, oldest first. */
  private static final int MOST_ROUNDS = 200;

  /** Over which the rate of a disk's copy is taken. */
  private static final Duration RATED = Duration.ofMillis(500);

  private final MigrationStatus first;
  private final long startNanos;
  private final List<PhaseEntry> phases;
  private final List<RoundSample> rounds;
  private final List<RoundRate> rates;
  private final List<RelayRound> relayRounds;
  private Bytes traffic;
  private Duration downtime;
  private Optional<Duration> totalTime = Optional.empty();
  private Optional<DiskCopy> disk;

  /** When the disk's copy began; for one that an earlier agent saw begin, when this one heard. */
  private long diskNanos;

  /** Whether the disk is copied, and no memory is sent. */
  private boolean copying;

  private BitRate diskRate = BitRate.ZERO;
  private Bytes ratedBytes = Bytes.ZERO;
  private long ratedNanos;

  /**
   * Starts from what is known already.
   *
   * @param elapsed since the start command
   */
  Telemetry(MigrationStatus first, Duration elapsed) {
    this.first = first;
    this.startNanos = System.nanoTime() - elapsed.toNanos();
    this.phases = new ArrayList<>(first.phases());
    this.rounds = new ArrayList<>(first.rounds());
    this.rates = new ArrayList<>(first.rates());
    this.relayRounds = new ArrayList<>(first.relayRounds());
    this.traffic = first.traffic();
    this.downtime = first.downtime();
    this.disk = first.disk();
  }

  synchronized void entered(MigrationPhase phase) {
    enter(phase.text());
    copying = phase instanceof MigrationPhase.DiskCopy;
    if (copying) {
      diskNanos = System.nanoTime();
      ratedNanos = diskNanos;
    }
    if (phase instanceof MigrationPhase.Sent sent) {
      traffic = sent.traffic();
      downtime = sent.downtime();
    }
  }

  private void enter(String phase) {
    if (phases.isEmpty() || !phases.getLast().phase().equals(phase)) {
      phases.add(new PhaseEntry(phase, System.currentTimeMillis()));
    }
  }

  synchronized void diskCopied(DiskProgress progress) {
    long now = System.nanoTime();
    Duration time =
        copying
            ? Duration.ofNanos(now - diskNanos)
            : disk.map(DiskCopy::time).orElse(Duration.ZERO);
    disk = Optional.of(new DiskCopy(progress.sent(), progress.remaining(), time));
    if (now - ratedNanos >= RATED.toNanos()) {
      long bits = progress.sent().minusOrZero(ratedBytes).count() * 8;
      diskRate = BitRate.ofBitsPerSecond(Math.round(bits / ((now - ratedNanos) / 1e9)));
      ratedBytes = progress.sent();
      ratedNanos = now;
    }
  }

  synchronized void sampled(RoundSample sample) {
    if (!rounds.isEmpty()) {
      RoundSample last = rounds.getLast();
      if (last.round() == sample.round() && last.phase().equals(sample.phase())) {
        rounds.removeLast();
      }
    }
    rounds.add(sample);
    if (rounds.size() > MOST_ROUNDS) {
      rounds.removeFirst();
    }
    if (sample.transferred().compareTo(traffic) > 0) {
      traffic = sample.transferred();
    }
  }

  synchronized void decided(RoundRate rate) {
    rates.add(rate);
    if (rates.size() > MOST_ROUNDS) {
      rates.removeFirst();
    }
  }

  /** {@return what the migration sends now, as QEMU measures it for memory} */
  synchronized BitRate throughput() {
    if (copying) {
      return diskRate;
    }
    return rounds.isEmpty() ? BitRate.ZERO : rounds.getLast().throughput();
  }

  synchronized void relayed(RelayRound round) {
    relayRounds.add(round);
    if (relayRounds.size() > MOST_ROUNDS) {
      relayRounds.removeFirst();
    }
  }

  /** The source may be switched off: stops the clock. */
  synchronized void ended(String phase) {
    if (totalTime.isEmpty()) {
      totalTime = Optional.of(elapsed());
      enter(phase);
    }
  }

  /** {@return the last phase in which the migration was still under way} */
  synchronized String lastPhase() {
    return phases.reversed().stream()
        .map(PhaseEntry::phase)
        .filter(phase -> !phase.equals("failed") && !phase.equals("cancelled"))
        .findFirst()
        .orElse("setup");
  }

  synchronized MigrationStatus status(Optional<MigrationOutcome> outcome) {
    return new MigrationStatus(
        first.migration(),
        first.vm(),
        first.source(),
        first.destination(),
        first.technique(),
        first.startedAtMs(),
        phases,
        rounds,
        rates,
        relayRounds,
        traffic,
        totalTime.orElseGet(this::elapsed),
        downtime,
        disk,
        outcome);
  }

  /** {@return since the start command} */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
