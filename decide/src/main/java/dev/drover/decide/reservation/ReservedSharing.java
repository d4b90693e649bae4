package dev.drover.decide.reservation;

import dev.drover.decide.link.LinkLoad;
import dev.drover.model.Priority;
import dev.drover.model.unit.BitRate;

/**
 * Sharing under {@link BandwidthReservation}: migration gets its guarantee, or what the workload
 * leaves when that is more, because reservations are work-conserving.
 */
public final class ReservedSharing implements BandwidthSharing {
  private final LinkDivider divider;

  public ReservedSharing(ReservationSettings settings) {
    this.divider = new LinkDivider(settings);
  }

  @Override
  public BitRate migrationRate(LinkLoad link, Priority urgency, int migrations) {
    return divider.divide(link, urgency).migration().max(link.free());
  }
}
