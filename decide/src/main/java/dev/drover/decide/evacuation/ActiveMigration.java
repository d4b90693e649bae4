package dev.drover.decide.evacuation;

import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A migration that runs now, or is to start as soon as its policy lets it.
 *
 * @param priority the urgency it was planned with
 * @param vmAtDestination whether the VM runs at the destination already
 * @param stopped whether the VM runs at neither end: in pre-copy its last bytes are on their way
 * @param rate transfer bandwidth as QEMU measures it now
 * @param remaining what is left to send of this round
 * @param startedAtMs when it was told to start, in milliseconds since the epoch; empty when it has
 *     not been told
 */
public record ActiveMigration(
    String vm,
    String source,
    String destination,
    Priority priority,
    Technique technique,
    boolean vmAtDestination,
    boolean stopped,
    BitRate rate,
    Bytes remaining,
    OptionalLong startedAtMs) {

  /**
   * {@return the migration before its start command}
   *
   * @param resident what the VM has in memory
   */
  public static ActiveMigration notStarted(PlannedMigration planned, Bytes resident) {
    return new ActiveMigration(
        planned.vm(),
        planned.source(),
        planned.destination(),
        planned.priority(),
        planned.technique(),
        false,
        false,
        BitRate.ZERO,
        resident,
        OptionalLong.empty());
  }

  /** {@return whether it was told to start} */
  public boolean hasStarted() {
    return startedAtMs.isPresent();
  }

  /** {@return the same migration, told to start at this time} */
  public ActiveMigration started(OptionalLong atMs) {
    return new ActiveMigration(
        vm,
        source,
        destination,
        priority,
        technique,
        vmAtDestination,
        stopped,
        rate,
        remaining,
        atMs);
  }

  /** {@return the same migration, so far on its way} */
  public ActiveMigration at(
      boolean vmAtDestination, boolean stopped, BitRate rate, Bytes remaining) {
    return new ActiveMigration(
        vm,
        source,
        destination,
        priority,
        technique,
        vmAtDestination,
        stopped,
        rate,
        remaining,
        startedAtMs);
  }

  /**
   * {@return the same migration as telemetry shows it}
   *
   * <p>In its first round QEMU counts every page of the VM as remaining, those too that were never
   * written and cost next to nothing to send.
   *
   * @param newest the newest sample; empty before the first
   * @param sent migration traffic so far
   * @param resident what the VM had in memory at the start
   */
  public ActiveMigration seen(
      boolean vmAtDestination,
      boolean stopped,
      Optional<RoundSample> newest,
      Bytes sent,
      Bytes resident) {
    if (newest.isEmpty()) {
      return at(vmAtDestination, stopped, BitRate.ZERO, resident);
    }
    RoundSample sample = newest.get();
    Bytes left =
        sample.round() > 1
            ? sample.remaining()
            : sample.remaining().min(resident.minusOrZero(sent));
    return at(vmAtDestination, stopped, sample.throughput(), left);
  }
}
