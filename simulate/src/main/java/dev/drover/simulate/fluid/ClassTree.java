package dev.drover.simulate.fluid;

import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.TrafficClass;
import java.util.List;

/**
 * How Linux's HTB divides a NIC direction among the classes that the agent makes of a reservation:
 * migration, workload without a guarantee of its own, and one for each tenant that has one.
 *
 * <p>HTB serves classes in this order: each up to its own guarantee; then the workload's classes
 * with what the workload is guaranteed as a whole; then whoever still wants more, by priority, from
 * what is left of the link. Those that borrow at the same time share by quantum, which follows the
 * guarantee from 66,000 to 200,000 bytes. A class never has less than 64 kbit/s, HTB's smallest
 * rate: a scavenger too gets that much.
 */
final class ClassTree {
  static final int MIGRATION = 0;
  static final int UNGUARANTEED = 1;

  /** The class of the first tenant; the others follow in the reservation's order. */
  static final int FIRST_TENANT = 2;

  private static final double LEAST = 64_000;

  private final double rate;
  private final double workload;
  private final boolean migrationYields;
  private final double[] guarantee;
  private final double[] ceiling;
  private final double[] quantum;
  private final List<TenantShare> tenants;

  /**
   * @param link the direction's capacity in bits each second; arriving packets are shaped to the
   *     reservation's sum if that is less, as the agent does it
   * @throws IllegalArgumentException when more is guaranteed than there is
   */
  ClassTree(Reservation reservation, double link) {
    tenants = reservation.tenants();
    migrationYields = reservation.migrationYields();
    workload = reservation.workload().bitsPerSecond();
    double migration = reservation.migration().bitsPerSecond();
    if (migration + workload > link) {
      throw new IllegalArgumentException(
          "%s: %s for migration and %s for the workload exceed the link"
              .formatted(reservation.host(), reservation.migration(), reservation.workload()));
    }
    rate =
        reservation.direction() == TrafficClass.INCOMING
            ? Math.max(LEAST, migration + workload)
            : link;
    int classes = FIRST_TENANT + tenants.size();
    guarantee = new double[classes];
    ceiling = new double[classes];
    quantum = new double[classes];
    guarantee[MIGRATION] = migration;
    double rest = workload;
    for (int i = 0; i < tenants.size(); i++) {
      guarantee[FIRST_TENANT + i] = tenants.get(i).guaranteed().bitsPerSecond();
      rest -= guarantee[FIRST_TENANT + i];
    }
    if (rest < 0) {
      throw new IllegalArgumentException(
          reservation.host() + ": tenants are guaranteed more than " + reservation.workload());
    }
    guarantee[UNGUARANTEED] = rest;
    for (int i = 0; i < classes; i++) {
      guarantee[i] = Math.min(rate, Math.max(LEAST, guarantee[i]));
      ceiling[i] = rate;
      quantum[i] = Math.clamp(guarantee[i] / 800, 66_000, 200_000);
    }
    ceiling[MIGRATION] =
        Math.clamp(
            (double) reservation.migrationCeiling().bitsPerSecond(), guarantee[MIGRATION], rate);
  }

  int classes() {
    return guarantee.length;
  }

  /** {@return bits each second of all classes together} */
  double rate() {
    return rate;
  }

  double ceiling(int which) {
    return ceiling[which];
  }

  /** {@return the class of the workload traffic of {@code vm}} */
  int classOf(String vm) {
    for (int i = 0; i < tenants.size(); i++) {
      if (tenants.get(i).vm().equals(vm)) {
        return FIRST_TENANT + i;
      }
    }
    return UNGUARANTEED;
  }

  /**
   * Divides the rate.
   *
   * @param demand of each class, may be infinite
   * @param share what each gets
   */
  void divide(double[] demand, double[] share) {
    double left = rate;
    double leftOfWorkload = workload;
    for (int i = 0; i < share.length; i++) {
      share[i] = Math.min(left, Math.min(demand[i], guarantee[i]));
      left -= share[i];
      leftOfWorkload -= i == MIGRATION ? 0 : share[i];
    }
    double lent = Math.clamp(leftOfWorkload, 0, left);
    left -= lent - lend(lent, UNGUARANTEED, share.length, demand, share);
    left = lend(left, migrationYields ? UNGUARANTEED : MIGRATION, share.length, demand, share);
    if (migrationYields) {
      lend(left, MIGRATION, UNGUARANTEED, demand, share);
    }
  }

  /** Shares {@code amount} among classes by quantum. {@return what none of them wants} */
  private double lend(double amount, int from, int to, double[] demand, double[] share) {
    double left = amount;
    while (left > rate * 1e-15) {
      double hungry = 0;
      double turn = Double.POSITIVE_INFINITY;
      for (int i = from; i < to; i++) {
        double want = Math.min(demand[i], ceiling[i]) - share[i];
        if (want > 0) {
          hungry += quantum[i];
          turn = Math.min(turn, want / quantum[i]);
        }
      }
      if (hungry == 0) {
        return left;
      }
      turn = Math.min(turn, left / hungry);
      for (int i = from; i < to; i++) {
        double most = Math.min(demand[i], ceiling[i]);
        if (most > share[i]) {
          double more = turn * quantum[i];
          share[i] = share[i] + more >= most * (1 - 1e-12) ? most : share[i] + more;
        }
      }
      left -= turn * hungry;
    }
    return Math.max(0, left);
  }
}
