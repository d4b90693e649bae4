package dev.drover.sdn.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is where, from what hosts send. Addresses are of one flat network: an address is one host,
 * and one that only a router's MAC stands for is at the router.
 */
final class Hosts {
  /** How many addresses, and how many MACs, are kept at most. */
  static final int MOST = 16_384;

  /**
   * For so long an interface is where it was seen last, unless ARP or RARP say otherwise: what else
   * comes in elsewhere was under way since before it moved, or goes in a circle.
   */
  static final long SETTLED = 500_000_000L;

  /** After so long a host that nothing was heard of makes room for another. */
  static final long FORGOTTEN = 3_600_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);

  /** What was learned of a frame's sender. */
  enum Learned {
    NOTHING,
    NEW,
    MOVED,
    /** The sender is somewhere else. */
    ASTRAY
  }

  private final Map<Long, Station> stations = new LinkedHashMap<>();
  private final Map<Integer, Host> hosts = new LinkedHashMap<>();
  private boolean complained;

  /** How often a host was found at another place than before. */
  private long changes;

  long changes() {
    return changes;
  }

  @Nullable Host find(int address) {
    return hosts.get(address);
  }

  Optional<Station> station(long mac) {
    return Optional.ofNullable(stations.get(mac));
  }

  Collection<Host> all() {
    return hosts.values();
  }

  /**
   * Takes the sender of a frame that came in at an edge.
   *
   * @param address IPv4; 0 when the frame has none
   * @param announced whether it was sent to say where the sender is (ARP, RARP)
   */
  Learned learn(int address, long mac, SwitchPort port, boolean announced, long nanos) {
    Host host = address == 0 ? null : hosts.get(address);
    if (host != null && host.station.mac == mac && host.station.place == port) {
      host.station.seenAt = nanos;
      return Learned.NOTHING;
    }
    if (!isHostMac(mac)) {
      return Learned.NOTHING;
    }
    Station station = stations.get(mac);
    Learned learned = Learned.NOTHING;
    if (station == null) {
      if (isFull(stations.size(), nanos)) {
        return Learned.NOTHING;
      }
      station = Station.at(port, mac, nanos);
      stations.put(mac, station);
      learned = Learned.NEW;
    } else if (station.place != port) {
      if (!announced && nanos - station.seenAt < SETTLED) {
        return Learned.ASTRAY;
      }
      station.place = port;
      changes++;
      learned = Learned.MOVED;
    }
    station.seenAt = nanos;
    return isHostAddress(address) ? put(address, host, station, learned, nanos) : learned;
  }

  private Learned put(
      int address, @Nullable Host host, Station station, Learned learned, long nanos) {
    if (host == null) {
      if (isFull(hosts.size(), nanos)) {
        return learned;
      }
      add(address, station);
      return learned == Learned.MOVED ? Learned.MOVED : Learned.NEW;
    }
    if (host.station == station) {
      return learned;
    }
    changes++;
    SwitchPort before = host.place();
    host.station.hosts.remove(host);
    host.station = station;
    station.hosts.add(host);
    return before == station.place && learned != Learned.MOVED ? Learned.NEW : Learned.MOVED;
  }

  private Host add(int address, Station station) {
    Host host = new Host(address, station);
    station.hosts.add(host);
    hosts.put(address, host);
    changes++;
    return host;
  }

  /** {@return the host at an address that only the MAC behind it is known of} */
  Optional<Host> behind(int address, long mac, long nanos) {
    Station station = stations.get(mac);
    if (station == null || !isHostAddress(address) || isFull(hosts.size(), nanos)) {
      return Optional.empty();
    }
    return Optional.of(add(address, station));
  }

  /** {@return the host at an address of which only the port is known: from rules} */
  Optional<Host> at(int address, SwitchPort place, long nanos) {
    Host host = hosts.get(address);
    if (host != null) {
      return Optional.of(host);
    }
    return isFull(hosts.size(), nanos)
        ? Optional.empty()
        : Optional.of(add(address, Station.unknown(place, nanos)));
  }

  /** Forgets who was learned at a port that is none for hosts; {@return those forgotten} */
  List<Host> forget(SwitchPort port) {
    List<Host> gone = hosts.values().stream().filter(host -> host.place() == port).toList();
    gone.forEach(host -> hosts.remove(host.address));
    stations.values().removeIf(station -> station.place == port);
    return gone;
  }

  /** Forgets what was not heard of for long and has no flows. */
  private void age(long nanos) {
    for (Iterator<Host> each = hosts.values().iterator(); each.hasNext(); ) {
      Host host = each.next();
      if (host.flows.isEmpty() && nanos - host.station.seenAt > FORGOTTEN) {
        host.station.hosts.remove(host);
        each.remove();
      }
    }
    for (Station station : new ArrayList<>(stations.values())) {
      if (station.hosts.isEmpty() && nanos - station.seenAt > FORGOTTEN) {
        stations.remove(station.mac);
      }
    }
  }

  private boolean isFull(int size, long nanos) {
    if (size < MOST) {
      return false;
    }
    if (!complained) {
      complained = true;
      age(nanos);
      LOG.warn("{} hosts are known, which is the most; new ones are not learned", MOST);
    }
    return true;
  }

  /** Makes room, now and then. */
  void tidy(long nanos) {
    if (stations.size() >= MOST / 2 || hosts.size() >= MOST / 2) {
      age(nanos);
      complained &= stations.size() >= MOST || hosts.size() >= MOST;
    }
  }

  private static boolean isHostMac(long mac) {
    return mac != 0 && (mac >>> 40 & 1) == 0;
  }

  /** {@return whether it is no multicast, broadcast or "this host"} */
  static boolean isHostAddress(int address) {
    return address != 0 && (address >>> 28) < 0xe;
  }
}
