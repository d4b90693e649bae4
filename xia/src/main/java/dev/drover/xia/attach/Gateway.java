package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.BeaconMessage;
import dev.drover.xia.attach.Message.Brought;
import dev.drover.xia.attach.Message.DepartureMessage;
import dev.drover.xia.attach.Message.LinkStateMessage;
import dev.drover.xia.attach.Message.Moved;
import dev.drover.xia.attach.Message.Prepared;
import dev.drover.xia.attach.Message.RegistrationMessage;
import dev.drover.xia.attach.Message.Solicitation;
import dev.drover.xia.forward.Route;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.SignedRedirect;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Node;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a router does besides forwarding: it says on every link that it is there and for which
 * domain, keeps routes to the hosts that register with it, finds the ways to other domains, and
 * sends what is for a host that has gone after it.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Gateway.class.getName());

  /** As often as the prototype's. */
  private static final Duration BEACON = Duration.ofSeconds(1);

  /** Who asks gets a beacon at once, but none is signed more often than this on a link. */
  private static final Duration SAME_BEACON = Duration.ofMillis(20);

  /** All on the link hear it: who asks more often has been answered. */
  private static final int ANSWERS = 8;

  private static final int MOST_HOSTS = 4096;

  /** How long an address of a domain that a host has left leads to it. */
  private static final Duration ELSEWHERE = Duration.ofHours(1);

  private static final Duration FIRST_RETRY = Duration.ofMillis(20);
  private static final int TRIES = 10;
  private static final int TIMES_TOLD = 3;
  private static final Duration TOLD_AGAIN = Duration.ofMillis(500);

  /** A signature takes time: one in a while is enough to stop what goes the long way. */
  private static final Duration SAME_REDIRECT = Duration.ofMillis(100);

  private final Node node;
  private final Identity identity;
  private final Counter counter;
  private final Statement authority;
  private final Optional<Dag> names;
  private final Xid domain;
  private final Ear ear;
  private final Domains domains;
  private final HostRoutes hosts;
  private final Beaconing[] last;

  private volatile long redirectedNanos;

  /** The last beacon on a link, and how often it was sent. */
  private record Beaconing(Statement statement, long atNanos, int times) {
    Beaconing again() {
      return new Beaconing(statement, atNanos, times + 1);
    }
  }

  /**
   * Beacons from now on.
   *
   * @param authority the domain's word that this router speaks for it, see {@link Beacon#authorize}
   * @param trusted domains whose routers are believed to lead somewhere; empty for any. What they
   *     say of hosts is believed only as far as the hosts have signed it
   * @param names of the name service, told to hosts
   */
  public Gateway(
      Node node,
      Identity identity,
      Counter counter,
      Statement authority,
      Set<Xid> trusted,
      Optional<Dag> names) {
    this.node = node;
    this.identity = identity;
    this.counter = counter;
    this.authority = authority;
    this.names = names;
    this.domain = authority.signer().xid(XidType.AD);
    this.redirectedNanos = node.nanoTime() - SAME_REDIRECT.toNanos();
    this.last = new Beaconing[node.links().size()];
    this.ear = new Ear(node);
    this.domains = new Domains(node, identity, counter, authority, trusted, ear);
    this.hosts = new HostRoutes(node, node::nanoTime, MOST_HOSTS, HostRoutes.SILENT, ELSEWHERE);
    node.tables().of(XidType.AD).put(domain, Route.LOCAL);
    node.location(intent ->
        intent.equals(node.hid())
            ? Dag.chain(domain, node.hid())
            : Dag.chain(domain, node.hid(), intent));
    node.control().listenToDetours(this::redirect);
    ear.listen(Xid.BEACONS, this::heard);
    ear.listen(Xid.ROUTING, this::heard);
    beaconAgain();
  }

  private void beaconAgain() {
    ear.run(() -> {
      for (int port = 0; port < last.length; port++) {
        beacon(port);
      }
      domains.tidy();
      hosts.tidy();
    });
    node.after(BEACON.toNanos(), this::beaconAgain);
  }

  private void beacon(int port) {
    long now = node.nanoTime();
    Beaconing recent = last[port];
    if (recent == null || now - recent.atNanos() > SAME_BEACON.toNanos()) {
      Beacon beacon = new Beacon(authority, node.links().get(port).address(), names);
      recent =
          new Beaconing(
              Statement.sign(identity, Kind.BEACON, counter.next(), beacon.encode()), now, 0);
    } else if (recent.times() >= ANSWERS) {
      return;
    }
    last[port] = recent.again();
    node.broadcast(new BeaconMessage(recent.statement()).packet(Message.BEACONS, node.hid()), port);
  }

  private void heard(Message message, int port, LinkAddress from) {
    switch (message) {
      case Solicitation _ -> beacon(port);
      case BeaconMessage m -> domains.beacon(m.beacon(), port, from);
      case LinkStateMessage m -> domains.linkState(m.linkState(), port, from);
      case RegistrationMessage m -> registration(m.registration(), port, from);
      case Moved m -> moved(m, port, from);
      case Brought m -> brought(m.registration(), port, from);
      case Accepted m -> domains.accepted(m, port, from);
      case DepartureMessage _, Prepared _ -> {}
    }
  }

  private void registration(Statement statement, int port, LinkAddress from) {
    Registration registration = Registration.decode(statement.body());
    Xid host = statement.signer().xid(XidType.HID);
    if (!registration.address().equals(from)) {
      ear.refuse(
          Kind.REGISTRATION, host.brief(), from, "it is of a host at " + registration.address());
      return;
    }
    enter(statement, registration, port, from);
  }

  /** A virtual machine is about to run on a host here, which brings what it signed before. */
  private void brought(Statement statement, int port, LinkAddress from) {
    Registration registration = Registration.decode(statement.body());
    if (registration.carrier().filter(host -> hosts.isAt(host, port, from)).isEmpty()) {
      String who = statement.signer().xid(XidType.HID).brief();
      ear.refuse(Kind.REGISTRATION, who, from, "who brings it is not the carrier that it names");
      return;
    }
    enter(statement, registration, port, from);
  }

  /** Takes it when it is of this domain, newer than what is known, and genuine. */
  private void enter(Statement statement, Registration registration, int port, LinkAddress from) {
    Xid host = statement.signer().xid(XidType.HID);
    LinkAddress address = registration.address();
    if (!registration.domain().equals(domain)) {
      return;
    }
    if (hosts.isKnown(host, port, address, statement.counter())) {
      hosts.again(host);
    } else {
      Optional<String> objection = hosts.objection(host, address, statement.counter());
      if (objection.isPresent()) {
        ear.refuse(Kind.REGISTRATION, host.brief(), from, objection.get());
        return;
      }
      if (!ear.accepts(statement, Kind.REGISTRATION, from)) {
        return;
      }
      Optional<Route> known = node.tables().of(XidType.HID).get(host);
      hosts.near(host, port, address, statement.counter());
      boolean moved = known.filter(route -> route.port() != port).isPresent();
      if (moved) {
        LOG.log(Level.INFO, "{0} is at {1} now", host.brief(), node.links().get(port).name());
        tellNeighbours(statement, known.orElseThrow().port());
      }
      registration
          .before()
          .filter(before -> !before.equals(domain))
          .ifPresent(before -> domains.tellOfMove(statement, before, FIRST_RETRY, TRIES));
    }
    node.sendOn(
        new Accepted(host, statement.counter()).packet(Message.ROUTING, node.hid()), port, from);
  }

  /** Whoever is where the host was forgets that it was a neighbour. */
  private void tellNeighbours(Statement statement, int port) {
    tellNeighbours(statement, port, TIMES_TOLD);
  }

  /** Nobody answers, so it is said again while it holds. */
  private void tellNeighbours(Statement statement, int port, int times) {
    node.broadcast(new Moved(statement, node.hid()).packet(Message.ROUTING, node.hid()), port);
    if (times > 1) {
      node.after(
          TOLD_AGAIN.toNanos(),
          () ->
              ear.run(() -> {
                if (isNewest(statement)) {
                  tellNeighbours(statement, port, times - 1);
                }
              }));
    }
  }

  private boolean isNewest(Statement registration) {
    return node.tables()
        .of(XidType.HID)
        .get(registration.signer().xid(XidType.HID))
        .filter(route -> route.sequence() == registration.counter())
        .isPresent();
  }

  /** A host has gone to another domain: this router is on the way from where it was. */
  private void moved(Moved moved, int port, LinkAddress from) {
    Statement statement = moved.registration();
    Registration registration = Registration.decode(statement.body());
    Xid host = statement.signer().xid(XidType.HID);
    if (!domains.isAdjacent(moved.from(), port, from)) {
      ear.refuse(
          Kind.REGISTRATION, host.brief(), from, "no router " + moved.from().brief() + " is there");
      return;
    }
    Optional<Route> known = node.tables().of(XidType.HID).get(host);
    boolean repeated = known.filter(route -> route.sequence() == statement.counter()).isPresent();
    if (!repeated) {
      Optional<Route> onward = node.tables().of(XidType.AD).get(registration.domain());
      if (onward.filter(Route::leaves).isEmpty()) {
        ear.refuse(
            Kind.REGISTRATION,
            host.brief(),
            from,
            "no way leads to " + registration.domain().brief());
        return;
      }
      if (!ear.accepts(statement, Kind.REGISTRATION, from)) {
        return;
      }
      Route way =
          Route.via(onward.get().port(), onward.get().nextHop().orElseThrow(), statement.counter());
      if (!hosts.far(host, way)) {
        ear.refuse(Kind.REGISTRATION, host.brief(), from, "what is known of it is newer");
        return;
      }
      LOG.log(Level.INFO, "{0} is in {1} now", host.brief(), registration.domain().brief());
      known
          .filter(Route::leaves)
          .filter(route -> route.port() != way.port())
          .ifPresent(route -> tellNeighbours(statement, route.port()));
      registration
          .before()
          .filter(before -> !before.equals(domain))
          .ifPresent(before -> domains.tellOfMove(statement, before, FIRST_RETRY, TRIES));
    }
    node.sendOn(
        new Accepted(host, statement.counter())
            .packet(Dag.chain(moved.from(), Xid.ROUTING), node.hid()),
        port,
        from);
  }

  /** Says to who sent a packet this way that its next hop is on the same link. */
  private void redirect(Packet packet, Route route) {
    long now = node.nanoTime();
    Optional<Xid> host = nextHost(packet);
    if (host.isEmpty()
        || now - redirectedNanos < SAME_REDIRECT.toNanos()
        || !Xcmp.mayAnswer(packet)) {
      return;
    }
    Xid destination = host.get();
    Dag source = packet.source();
    Quote quote = Quote.of(packet);
    redirectedNanos = now;
    ear.run(() ->
        node.control()
            .tell(
                source,
                SignedRedirect.sign(
                    identity, counter.next(), destination, route.nextHop().orElseThrow(), quote)));
  }

  private static Optional<Xid> nextHost(Packet packet) {
    for (int slot = 0; slot < Dag.MAX_EDGES && packet.edge(slot) != Dag.NO_EDGE; slot++) {
      Xid next = packet.node(packet.edge(slot));
      if (next.type() == XidType.HID) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    ear.close();
  }
}
