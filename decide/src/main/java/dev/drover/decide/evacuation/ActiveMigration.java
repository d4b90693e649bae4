package dev.drover.decide.evacuation;

import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * A migration that runs now, or is to start as soon as its policy lets it.
 *
 * @param priority the urgency it was planned with
 * @param vmAtDestination whether the VM runs at the destination already
 * @param rate transfer bandwidth as QEMU measures it now
 * @param remaining what is left to send of this round
 * @param elapsed since the start command; zero when it has not started
 */
public record ActiveMigration(
    String vm,
    String source,
    String destination,
    Priority priority,
    Technique technique,
    boolean vmAtDestination,
    BitRate rate,
    Bytes remaining,
    Duration elapsed) {

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
        BitRate.ZERO,
        resident,
        Duration.ZERO);
  }

  /** {@return the same migration, so far on its way} */
  public ActiveMigration at(
      boolean vmAtDestination, BitRate rate, Bytes remaining, Duration elapsed) {
    return new ActiveMigration(
        vm, source, destination, priority, technique, vmAtDestination, rate, remaining, elapsed);
  }
}
