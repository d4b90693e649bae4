package dev.drover.decide.reservation;

import dev.drover.decide.link.LinkLoad;
import dev.drover.model.Priority;
import dev.drover.model.unit.BitRate;

/**
 * Sharing with no reservation: every migration and every tenant is one TCP flow and all get the
 * same (max–min), or migration gets what the tenants leave when that is more.
 */
public final class FairSharing implements BandwidthSharing {
  @Override
  public BitRate migrationRate(LinkLoad link, Priority urgency, int migrations) {
    double share = (double) migrations / (migrations + link.workload().flows());
    return link.free().max(link.capacity().times(share)).max(BitRate.ofBitsPerSecond(1));
  }
}
