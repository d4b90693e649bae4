package dev.drover.model;

import dev.drover.model.unit.BitRate;
import java.util.List;
import java.util.stream.IntStream;

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

  /**
   * {@return whether no rate differs from the other's by more than {@code fraction} of it, and
   * nothing else does}
   */
  public boolean isCloseTo(Reservation other, double fraction) {
    return host.equals(other.host)
        && direction == other.direction
        && migrationYields == other.migrationYields
        && close(migration, other.migration, fraction)
        && close(migrationCeiling, other.migrationCeiling, fraction)
        && close(workload, other.workload, fraction)
        && tenants.size() == other.tenants.size()
        && IntStream.range(0, tenants.size())
            .allMatch(i ->
                tenants.get(i).vm().equals(other.tenants.get(i).vm())
                    && close(
                        tenants.get(i).guaranteed(), other.tenants.get(i).guaranteed(), fraction));
  }

  private static boolean close(BitRate one, BitRate other, double fraction) {
    return Math.abs((double) one.bitsPerSecond() - other.bitsPerSecond())
        <= fraction * other.bitsPerSecond();
  }

  /** What {@code vm} is guaranteed of the workload's part. */
  public record TenantShare(String vm, BitRate guaranteed) {}
}
