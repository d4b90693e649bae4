package dev.drover.sdn.control;

import dev.drover.sdn.api.Announcement;
import dev.drover.sdn.api.Announcement.Reserved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announced migrations. Their ways are chosen and kept before the first packet.
 *
 * <p>One connection: the rules for all segments to the announced port are set at once, along one
 * way, both directions, and stay though nothing passes; the first packet meets them. Several:
 * segments without rules of their own come to the controller from the source's switch, and each
 * source port that appears gets the next of the ways; its rules live as other flows' do.
 *
 * <p>Rules without a timeout end when the migration is withdrawn: they then get the usual one, so
 * that what is still under way arrives. One that carried nothing for {@link #LAPSE} is withdrawn by
 * the controller, for the case that whoever announced it is gone.
 */
final class Migrations {
  static final long LAPSE = 600_000_000_000L;
  static final int MOST_CONNECTIONS = 64;
  private static final int LAST_PORT = 0xffff;
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /** Who connects to whom. */
  private record Target(int source, int destination, int port) {}

  private final Hosts hosts;
  private final FlowTable table;
  private final Flows flows;
  private final Routes routes;
  private final Probes probes;
  private final long lookout;
  private final Map<String, Migration> byId = new LinkedHashMap<>();
  private final Map<Target, Migration> byEnds = new LinkedHashMap<>();

  /**
   * @param lookout the cookie of rules that bring new connections to the controller, of this run
   */
  Migrations(
      Hosts hosts, FlowTable table, Flows flows, Routes routes, Probes probes, long lookout) {
    this.hosts = hosts;
    this.table = table;
    this.flows = flows;
    this.routes = routes;
    this.probes = probes;
    this.lookout = lookout;
  }

  boolean isAny() {
    return !byId.isEmpty();
  }

  Collection<Migration> all() {
    return byId.values();
  }

  Reserved announce(Announcement asked, long nanos) {
    Migration known = byId.get(asked.migration());
    if (known != null) {
      if (!known.announcement.equals(asked)) {
        throw new AnnouncementRefused(
            "migration " + asked.migration() + " is announced already, with " + known.announcement);
      }
      return known.reserved();
    }
    Migration migration = checked(asked, nanos);
    if (asked.connections() == 1) {
      reserveAll(migration, nanos);
    } else {
      reserveEach(migration);
    }
    byId.put(asked.migration(), migration);
    byEnds.put(target(migration), migration);
    return migration.reserved();
  }

  private Migration checked(Announcement asked, long nanos) {
    if (asked.migration().isBlank()) {
      throw new AnnouncementRefused("migration: an id is missing");
    }
    if (asked.port() < 1 || asked.port() > LAST_PORT) {
      throw new AnnouncementRefused("port must be 1 to " + LAST_PORT + ": " + asked.port());
    }
    if (asked.connections() < 1 || asked.connections() > MOST_CONNECTIONS) {
      throw new AnnouncementRefused(
          "connections must be 1 to " + MOST_CONNECTIONS + ": " + asked.connections());
    }
    ask(asked.source());
    ask(asked.destination());
    Host source = host("source", asked.source());
    Host destination = host("destination", asked.destination());
    if (source.place() == destination.place()) {
      throw new AnnouncementRefused(
          asked.source() + " and " + asked.destination() + " are both behind " + source.place());
    }
    Migration migration = new Migration(asked, source, destination, lookout, nanos);
    Migration other = byEnds.get(target(migration));
    if (other != null) {
      throw new AnnouncementRefused(
          "migration "
              + other.announcement.migration()
              + " has the same ends and port; withdraw it first");
    }
    return migration;
  }

  /** A host that has not sent anything yet is not seen by anybody; it answers when it is asked. */
  private void ask(String text) {
    Addresses.parse(text).ifPresent(probes::want);
  }

  private Host host(String end, String text) {
    OptionalInt address = Addresses.parse(text);
    if (address.isEmpty()) {
      throw new AnnouncementRefused(end + ": " + text + " is no IPv4 address");
    }
    Host host = hosts.find(address.getAsInt());
    if (host == null || !host.isReachable()) {
      throw new AnnouncementRefused(
          end
              + ": nothing was seen of "
              + text
              + " yet, or its port is down; let it send something",
          host == null);
    }
    return host;
  }

  private static Target target(Migration migration) {
    return new Target(
        migration.source.address, migration.destination.address, migration.announcement.port());
  }

  /** All connections have one way, whose rules are set now. */
  private void reserveAll(Migration migration, long nanos) {
    int port = migration.announcement.port();
    Flow flow =
        Optional.ofNullable(
                table.connection(
                    migration.source.address, Flow.ANY_PORT, migration.destination.address, port))
            .orElseGet(() ->
                Flow.connection(migration.source, Flow.ANY_PORT, migration.destination, port));
    Reservation reservation = migration.reserve();
    flow.belongTo(reservation);
    migration.flows.add(flow);
    if (table.contains(flow) && flow.isInPlace()) {
      // Taken over from an earlier run, or withdrawn a moment ago: it may be in use.
      reservation.keep(flow.path().orElseThrow().way, routes);
      flows.refresh(flow);
      return;
    }
    boolean added = table.contains(flow) || table.add(flow);
    if (!added || !flows.route(flow, nanos)) {
      flow.release();
      reservation.release(routes);
      if (added) {
        flows.drop(flow);
      }
      throw new AnnouncementRefused(
          added ? noWay(migration) : "the most flows are in use: " + FlowTable.MOST);
    }
  }

  private void reserveEach(Migration migration) {
    List<Way> ways =
        routes.chooseDisjoint(
            migration.source.place().owner,
            migration.destination.place().owner,
            migration.announcement.connections());
    if (ways.isEmpty()) {
      throw new AnnouncementRefused(noWay(migration));
    }
    ways.forEach(way -> migration.reserve().keep(way, routes));
    migration.lookOut();
  }

  private static String noWay(Migration migration) {
    return "there is no way from "
        + migration.source.place()
        + " to "
        + migration.destination.place()
        + " now";
  }

  void withdraw(String id) {
    Migration migration = byId.remove(id);
    if (migration == null) {
      return;
    }
    byEnds.remove(target(migration));
    migration.lookAway();
    migration.reservations().forEach(reservation -> reservation.release(routes));
    for (Flow flow : migration.flows) {
      boolean stayed = flow.reserved;
      flow.release();
      if (stayed) {
        flows.refresh(flow);
      }
    }
  }

  /**
   * {@return the flow of a segment, either way, of a migration whose connections have their own}
   */
  Optional<Flow> connection(Host from, int fromPort, Host to, int toPort) {
    Migration there = byEnds.get(new Target(from.address, to.address, toPort));
    if (there != null) {
      return Optional.of(there.connection(fromPort));
    }
    return Optional.ofNullable(byEnds.get(new Target(to.address, from.address, fromPort)))
        .map(back -> back.connection(toPort));
  }

  /** Ways that broke are chosen anew. */
  void mend(long nanos) {
    for (Migration migration : byId.values()) {
      migration.mend(routes);
    }
  }

  /** Hosts turned out not to be where they were thought to be, nor anywhere known. */
  void forgotten(List<Host> gone) {
    for (Migration migration : List.copyOf(byId.values())) {
      if (gone.contains(migration.source) || gone.contains(migration.destination)) {
        String id = migration.announcement.migration();
        LOG.warn("migration {} is withdrawn: the place of its hosts is not known any more", id);
        withdraw(id);
      }
    }
  }

  /** A switch has joined, perhaps without the rules it had. */
  void joined(Switch joined) {
    for (Migration migration : byId.values()) {
      if (migration.source.place().owner == joined && !migration.isOne()) {
        migration.lookOut();
      }
    }
  }

  /** Flows were counted: withdraws what nobody uses. */
  void counted(long nanos) {
    List<Migration> lapsed = new ArrayList<>();
    for (Migration migration : byId.values()) {
      migration.flows.removeIf(flow -> !table.contains(flow));
      if (migration.isUnusedFor(LAPSE, nanos)) {
        lapsed.add(migration);
      }
    }
    for (Migration migration : lapsed) {
      LOG.warn(
          "migration {} is withdrawn: nothing passed for {} s and nobody withdrew it",
          migration.announcement.migration(),
          LAPSE / 1_000_000_000L);
      withdraw(migration.announcement.migration());
    }
  }
}
