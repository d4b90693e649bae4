package dev.drover.decide.reservation;

import dev.drover.decide.link.LinkLoad;
import dev.drover.model.Priority;
import dev.drover.model.unit.BitRate;

/** What migration traffic gets of a NIC direction beside the workload. */
public interface BandwidthSharing {
  /**
   * {@return the rate on the wire of all migrations together; positive, at most the capacity}
   *
   * @param urgency of the most urgent of them
   * @param migrations how many cross the link, at least 1
   */
  BitRate migrationRate(LinkLoad link, Priority urgency, int migrations);
}
