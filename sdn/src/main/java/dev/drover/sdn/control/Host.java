package dev.drover.sdn.control;

import java.util.LinkedHashSet;
import java.util.Set;

/** An IPv4 address and where it is. */
final class Host {
  /** The 32 bits. */
  final int address;

  Station station;

  /** Those that begin or end here. */
  final Set<Flow> flows = new LinkedHashSet<>();

  Host(int address, Station station) {
    this.address = address;
    this.station = station;
  }

  SwitchPort place() {
    return station.place;
  }

  /** {@return whether frames can reach its port} */
  boolean isReachable() {
    SwitchPort place = station.place;
    return place.isUp() && place.owner.isConnected();
  }
}
