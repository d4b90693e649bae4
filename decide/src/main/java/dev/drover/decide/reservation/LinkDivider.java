package dev.drover.decide.reservation;

import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.link.WorkloadDemand;
import dev.drover.model.Priority;
import dev.drover.model.unit.BitRate;

/**
 * Divides one NIC direction by the urgency of the migration that crosses it (traffic-aware paper,
 * "Bandwidth Reservation (High | Medium | Low Priority)").
 *
 * <ul>
 *   <li><b>High.</b> "Reserve lower limit for workload traffic; reserve entire available bandwidth
 *       (total bandwidth − lower limit) for the migration." Added: of what it uses above the lower
 *       limit the workload yields only what the migration lacks to {@link
 *       ReservationSettings#enoughAtSource enough}.
 *   <li><b>Medium.</b> "Reserve at most upper limit for workload traffic; reserve the remaining
 *       bandwidth for the migration; if utilized bandwidth is reduced, use the extra bandwidth for
 *       migration (reserved bandwidth for workload does not reduce below the lower limit)." The
 *       workload keeps what it uses now and some headroom, at most the upper and at least the lower
 *       limit; dividing again as its use changes is what "periodically" means.
 *   <li><b>Low.</b> "Reserve whatever available bandwidth for the migration." Taken as: the
 *       workload is guaranteed everything, the migration fills what is left from moment to moment.
 * </ul>
 *
 * Two floors are added to the paper. Migration keeps one in every case: with none, a low-priority
 * migration over a saturated link would never end. Workload keeps one too, so a high-priority
 * migration cannot silence tenants without an SLA. When the lower limits leave no room for the
 * migration's floor, the floor wins: the limits were promised beyond the link's capacity.
 */
final class LinkDivider {
  private final ReservationSettings settings;

  LinkDivider(ReservationSettings settings) {
    this.settings = settings;
  }

  Division divide(LinkLoad link, Priority urgency) {
    BitRate capacity = link.capacity();
    WorkloadDemand workload = link.workload();
    BitRate floor = settings.floor(capacity);
    BitRate most = capacity.minusOrZero(floor);
    BitRate lower = workload.lower().max(floor).min(most);
    BitRate kept =
        switch (urgency) {
          case HIGH -> {
            BitRate enough = capacity.times(settings.enough(link.direction())).max(floor);
            BitRate used = workload.use().times(1 + settings.roomHeadroom());
            yield used.min(workload.upper()).min(capacity.minusOrZero(enough)).max(lower);
          }
          case MEDIUM -> inUse(workload, capacity).max(lower).min(most);
          case LOW -> most;
        };
    return new Division(capacity.minusOrZero(kept), urgency == Priority.LOW, kept);
  }

  private BitRate inUse(WorkloadDemand workload, BitRate capacity) {
    return settings.withHeadroom(workload.use(), capacity).min(workload.upper());
  }
}
