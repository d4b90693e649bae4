package dev.drover.decide.reservation;

import dev.drover.decide.link.WorkloadDemand;
import dev.drover.model.Priority;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.List;

/**
 * What each tenant is guaranteed inside the workload's part of a NIC direction.
 *
 * <p>Under a high-priority migration the lower limit and no more, but for a tenant that is about to
 * change hosts. Otherwise what it uses now with headroom, at most its upper and at least its lower
 * limit. When the workload's part is too small for all, lower limits are served first and the rest
 * is scaled down alike; when it is too small even for the lower limits, these are scaled down
 * alike.
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
    BitRate lowerSum = sum(tenants.stream().map(t -> t.demand().lower()).toList());
    List<BitRate> wishes = tenants.stream().map(t -> wish(t, capacity, urgency)).toList();
    double lowerScale = scale(workload, lowerSum);
    double extraScale = scale(workload.minusOrZero(lowerSum), sum(wishes).minusOrZero(lowerSum));
    List<TenantShare> shares = new ArrayList<>();
    for (int i = 0; i < tenants.size(); i++) {
      BitRate lower = tenants.get(i).demand().lower();
      BitRate extra = wishes.get(i).minusOrZero(lower);
      BitRate share = scaled(lower, lowerScale).plus(scaled(extra, extraScale));
      if (share.bitsPerSecond() > 0) {
        shares.add(new TenantShare(tenants.get(i).vm(), share));
      }
    }
    return shares;
  }

  private BitRate wish(TenantDemand tenant, BitRate capacity, Priority urgency) {
    WorkloadDemand demand = tenant.demand();
    return switch (urgency) {
      case HIGH -> tenant.least();
      case MEDIUM, LOW ->
          settings.withHeadroom(demand.use(), capacity).min(demand.upper()).max(demand.lower());
    };
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
