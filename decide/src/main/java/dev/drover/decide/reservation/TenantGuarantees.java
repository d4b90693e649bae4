package dev.drover.decide.reservation;

import dev.drover.decide.link.WorkloadDemand;
import dev.drover.model.Priority;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What each tenant is guaranteed inside the workload's part of a NIC direction.
 *
 * <p>Lower limits are served first, then, under a high-priority migration, what {@link
 * TenantDemand#least} adds to them, and last what is used with headroom, at most the upper limit.
 * What there is too little for is scaled down alike for all tenants.
 */
final class TenantGuarantees {
  private final ReservationSettings settings;

  TenantGuarantees(ReservationSettings settings) {
    this.settings = settings;
  }

  /**
   * {@return shares whose sum is at most {@code workload}; a tenant whose share is zero has none}
   */
  List<TenantShare> within(
      BitRate workload, BitRate capacity, Priority urgency, List<TenantDemand> tenants) {
    List<BitRate> shares = new ArrayList<>(Collections.nCopies(tenants.size(), BitRate.ZERO));
    raise(shares, tenants.stream().map(t -> t.demand().lower()).toList(), workload);
    if (urgency == Priority.HIGH) {
      raise(shares, tenants.stream().map(TenantDemand::least).toList(), workload);
    }
    raise(shares, tenants.stream().map(t -> inUse(t.demand(), capacity)).toList(), workload);
    List<TenantShare> guaranteed = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i).bitsPerSecond() > 0) {
        guaranteed.add(new TenantShare(tenants.get(i).vm(), shares.get(i)));
      }
    }
    return guaranteed;
  }

  private BitRate inUse(WorkloadDemand demand, BitRate capacity) {
    return settings.withHeadroom(demand.use(), capacity).min(demand.upper());
  }

  /** Raises every share that is below its wish, as far as {@code all} allows. */
  private static void raise(List<BitRate> shares, List<BitRate> wishes, BitRate all) {
    List<BitRate> lacking = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      lacking.add(wishes.get(i).minusOrZero(shares.get(i)));
    }
    double scale = scale(all.minusOrZero(sum(shares)), sum(lacking));
    for (int i = 0; i < shares.size(); i++) {
      shares.set(i, shares.get(i).plus(scaled(lacking.get(i), scale)));
    }
  }

  private static BitRate sum(List<BitRate> rates) {
    return rates.stream().reduce(BitRate.ZERO, BitRate::plus);
  }

  private static double scale(BitRate room, BitRate wanted) {
    return wanted.compareTo(room) <= 0 ? 1 : room.fractionOf(wanted);
  }

  /** Rounds down, so that scaled parts never add up to more than the whole. */
  private static BitRate scaled(BitRate rate, double scale) {
    return scale == 1
        ? rate
        : BitRate.ofBitsPerSecond((long) Math.floor(rate.bitsPerSecond() * scale));
  }
}
