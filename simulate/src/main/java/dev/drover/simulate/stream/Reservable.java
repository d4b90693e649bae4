package dev.drover.simulate.stream;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;

/** A network whose hosts can divide their NICs between migration and workload. */
public interface Reservable {
  /** Divides one direction of a host's NIC from now on; what was said before of it is void. */
  void reserve(Reservation reservation);

  /** Takes the division of one direction of a host's NIC back, if there is one. */
  void release(String host, TrafficClass direction);
}
