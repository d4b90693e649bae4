package dev.drover.sdn.control;

import java.util.ArrayList;
import java.util.List;

/** A network interface somewhere behind a port, with the addresses that were seen there. */
final class Station {
  /** The 48 bits. */
  final long mac;

  /** Whether {@link #mac} is known; a place taken over from rules alone has none. */
  final boolean known;

  SwitchPort place;
  long seenAt;

  final List<Host> hosts = new ArrayList<>();

  private Station(long mac, boolean known, SwitchPort place, long nanos) {
    this.mac = mac;
    this.known = known;
    this.place = place;
    this.seenAt = nanos;
  }

  static Station at(SwitchPort place, long mac, long nanos) {
    return new Station(mac, true, place, nanos);
  }

  static Station unknown(SwitchPort place, long nanos) {
    return new Station(0, false, place, nanos);
  }
}
