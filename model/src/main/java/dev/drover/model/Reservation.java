package dev.drover.model;

import dev.drover.model.unit.BitRate;
import java.util.List;

/**
 * How one NIC direction is divided while a migration crosses it. Work-conserving: what one side
 * does not use the other may borrow, up to its ceiling.
 *
 * @param host whose NIC
 * @param direction {@link TrafficClass#OUTGOING} or {@link TrafficClass#INCOMING}
 * @param migration guaranteed to migration traffic, all migrations of this NIC direction together
 * @param migrationCeiling the most that migration traffic may use, borrowed bandwidth included
 * @param migrationYields whether migration traffic borrows only what the workload leaves (a
 *     scavenger)
 * @param workload guaranteed to workload traffic as a whole
 * @param tenants guarantees inside {@code workload}, one for each VM with an SLA
 */
public record Reservation(
    String host,
    TrafficClass direction,
    BitRate migration,
    BitRate migrationCeiling,
    boolean migrationYields,
    BitRate workload,
    List<TenantShare> tenants) {
  public Reservation {
    tenants = List.copyOf(tenants);
    if (direction != TrafficClass.OUTGOING && direction != TrafficClass.INCOMING) {
      throw new IllegalArgumentException(
          "reservation direction must be incoming or outgoing: " + direction);
    }
    if (migration.compareTo(migrationCeiling) > 0) {
      throw new IllegalArgumentException(
          "reservation of " + migration + " is above its ceiling " + migrationCeiling);
    }
  }

  /** What {@code vm} is guaranteed of the workload's part. */
  public record TenantShare(String vm, BitRate guaranteed) {}
}
