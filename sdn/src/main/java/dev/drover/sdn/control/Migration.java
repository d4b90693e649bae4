package dev.drover.sdn.control;

import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.Announcement.Reserved;
import dev.drover.sdn.openflow.Match;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A migration that was announced and not withdrawn, with the ways kept for it. */
final class Migration {
  /** How many source ports are remembered for each connection that was announced. */
  private static final int PORTS_EACH = 16;

  final Announcement announcement;
  final Host source;
  final Host destination;

  /** Its flows that have rules. */
  final Set<Flow> flows = new LinkedHashSet<>();

  private final long cookie;
  private final List<Reservation> reservations = new ArrayList<>();
  private final Map<Integer, Reservation> byPort = new LinkedHashMap<>();
  private int appeared;
  private @Nullable Switch lookout;
  private long usedAt;
  private long carried;

  /**
   * @param cookie of the rule that brings new connections to the controller
   */
  Migration(Announcement announcement, Host source, Host destination, long cookie, long nanos) {
    this.announcement = announcement;
    this.source = source;
    this.destination = destination;
    this.cookie = cookie;
    this.usedAt = nanos;
  }

  /** {@return whether all of it goes one way, with rules of its own from the beginning} */
  boolean isOne() {
    return announcement.connections() == 1;
  }

  Reservation reserve() {
    Reservation made = new Reservation(announcement.migration(), source, destination);
    reservations.add(made);
    return made;
  }

  List<Reservation> reservations() {
    return reservations;
  }

  Reserved reserved() {
    return new Reserved(
        announcement.migration(),
        reservations.stream()
            .map(reservation -> reservation.way().map(Way::names).orElse(List.of()))
            .toList());
  }

  /** {@return the flow of the connection from a port, new; the first ports get a way each} */
  Flow connection(int port) {
    Reservation reservation = byPort.get(port);
    if (reservation == null) {
      reservation = reservations.get(appeared++ % reservations.size());
      byPort.put(port, reservation);
      if (byPort.size() > PORTS_EACH * reservations.size()) {
        byPort.remove(byPort.keySet().iterator().next());
      }
    }
    Flow flow = Flow.connection(source, port, destination, announcement.port());
    flow.belongTo(reservation);
    flows.add(flow);
    return flow;
  }

  /** Lets connections that appear come to the controller. */
  void lookOut() {
    lookAway();
    lookout = source.place().owner;
    Rules.lookout(lookout, cookie, match());
  }

  void lookAway() {
    if (lookout != null) {
      lookout.send(xid -> Rules.remove(xid, cookie, Rules.LOOKOUT_PRIORITY, match()));
      lookout = null;
    }
  }

  private Match match() {
    return Match.tcp(
        source.address,
        OptionalInt.empty(),
        destination.address,
        OptionalInt.of(announcement.port()));
  }

  /** Chooses ways anew that broke, and looks out where the source now is. */
  void mend(Routes routes) {
    if (isOne() || !source.isReachable() || !destination.isReachable()) {
      return;
    }
    for (int i = 0; i < reservations.size(); i++) {
      reservations.get(i).fitting(routes, i);
    }
    if (lookout != source.place().owner) {
      lookOut();
    }
  }

  boolean isUnusedFor(long time, long nanos) {
    long now =
        flows.stream().mapToLong(f -> f.sent.bytes().count() + f.returned.bytes().count()).sum();
    if (now != carried) {
      carried = now;
      usedAt = nanos;
    }
    return nanos - usedAt > time;
  }
}
