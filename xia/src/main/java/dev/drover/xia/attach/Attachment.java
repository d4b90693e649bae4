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
import dev.drover.xia.forward.RouteTable;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.SignedRedirect;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Node;
import dev.drover.xia.packet.Xcmp.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host's place in the network: it hears gateways' beacons, takes their domain for its own, tells
 * the gateway of itself, and does all that anew when a beacon says that it is elsewhere now — which
 * is how a virtual machine perceives that it has moved.
 */
public final class Attachment implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Attachment.class.getName());

  /** Three beacons and a half. */
  private static final Duration GONE = Duration.ofMillis(3500);

  private static final Duration RENEWAL = Duration.ofSeconds(20);
  private static final Duration FIRST_RETRY = Duration.ofMillis(20);
  private static final Duration LAST_RETRY = Duration.ofSeconds(1);

  /**
   * What is to be known of a host.
   *
   * @param domains whose gateways are believed; empty for any
   * @param carries whether virtual machines on its links are to know it as their carrier
   */
  public record Options(Set<Xid> domains, AddressForm form, boolean carries) {
    public Options {
      domains = Set.copyOf(domains);
    }
  }

  private final Node node;
  private final Identity identity;
  private final Counter counter;
  private final Options options;
  private final Ear ear;
  private final Carrying carrying;

  /** When each gateway was heard last, by its identifier. */
  private final Map<Xid, Long> gateways = new LinkedHashMap<>();

  private volatile Optional<Place> place = Optional.empty();
  private Optional<Xid> carrier = Optional.empty();
  private @Nullable Registering registering;

  /** A registration that is repeated until it is accepted. */
  private record Registering(Statement statement, int port, LinkAddress gateway) {}

  /** Listens and solicits from now on. */
  public Attachment(Node node, Identity identity, Counter counter, Options options) {
    this.node = node;
    this.identity = identity;
    this.counter = counter;
    this.options = options;
    this.ear = new Ear(node);
    this.carrying = new Carrying(node, identity, counter, this, ear);
    node.control().listenToRedirects(redirect -> ear.run(() -> redirected(redirect)));
    ear.listen(Xid.BEACONS, this::heard);
    ear.listen(Xid.ROUTING, this::heard);
    renewLater();
  }

  /** Asks gateways to say at once that they are there. */
  public void solicit() {
    for (int port = 0; port < node.links().size(); port++) {
      node.broadcast(new Solicitation().packet(Message.BEACONS, node.hid()), port);
    }
  }

  /** {@return where it is; empty until a gateway was heard} */
  public Optional<Place> place() {
    return place;
  }

  private void heard(Message message, int port, LinkAddress from) {
    switch (message) {
      case BeaconMessage m -> beacon(m.beacon(), port, from);
      case RegistrationMessage m -> neighbour(m.registration(), port, from);
      case Moved m -> gone(m.registration(), from);
      case Accepted m -> accepted(m);
      case DepartureMessage m -> departure(m.departure(), port, from);
      case Prepared m -> carrying.prepared(m.registration());
      case Solicitation _, LinkStateMessage _, Brought _ -> {}
    }
  }

  private void beacon(Statement statement, int port, LinkAddress from) {
    Beacon beacon = Beacon.decode(statement.body());
    Xid gateway = statement.signer().xid(XidType.HID);
    String who = gateway.brief();
    if (!beacon.address().equals(from)) {
      ear.refuse(Kind.BEACON, who, from, "it is of a gateway at " + beacon.address());
      return;
    }
    if (!options.domains().isEmpty() && !options.domains().contains(beacon.domain())) {
      ear.refuse(Kind.BEACON, who, from, beacon.domain().brief() + " is not trusted");
      return;
    }
    Place there = new Place(beacon.domain(), gateway, port, from, beacon.names(), carrier);
    boolean known = place.filter(there::sameGateway).isPresent();
    if (ear.heard(statement)) {
      return;
    }
    if (!ear.accepts(statement, Kind.BEACON, from)) {
      return;
    }
    if (!known && !Beacon.authorizes(beacon.authority(), gateway)) {
      ear.refuse(Kind.BEACON, who, from, "no domain has authorized it");
      return;
    }
    boolean first = !recent(gateway);
    gateways.keySet().removeIf(heard -> !recent(heard));
    gateways.put(gateway, node.nanoTime());
    if (known) {
      place = Optional.of(there);
    } else if (place.isEmpty() || first || !recent(place.get().gateway())) {
      move(there);
    }
  }

  /** Two gateways on one link that both go on: who was chosen first stays. */
  private boolean recent(Xid gateway) {
    Long heard = gateways.get(gateway);
    return heard != null && node.nanoTime() - heard < GONE.toNanos();
  }

  private void move(Place there) {
    Optional<Place> before = place;
    LOG.log(
        Level.INFO,
        "{0} is in {1} by gateway {2} on {3}",
        node.hid().brief(),
        there.domain().brief(),
        there.gateway().brief(),
        node.links().get(there.port()).name());
    RouteTable domains = node.tables().of(XidType.AD);
    RouteTable hosts = node.tables().of(XidType.HID);
    before.ifPresent(old -> {
      domains.remove(old.domain());
      hosts.remove(old.gateway());
      node.neighbours().remove(old.port(), old.gateway());
    });
    node.neighbours().put(there.port(), there.gateway(), there.gatewayAddress());
    Route onward = Route.via(there.port(), there.gateway(), 0);
    domains.put(there.domain(), Route.LOCAL);
    hosts.put(there.gateway(), onward);
    for (int type : new int[] {XidType.AD, XidType.HID, XidType.IP}) {
      node.tables().of(type).others(Optional.of(onward));
    }
    // First the gateway: what is sent from the new address is answered there.
    register(there, before.map(Place::domain).filter(domain -> !domain.equals(there.domain())));
    AddressForm form = options.form();
    node.location(intent -> form.address(there, node.hid(), intent));
    place = Optional.of(there);
  }

  private void register(Place there, Optional<Xid> before) {
    Registration registration =
        new Registration(
            there.domain(), node.links().get(there.port()).address(), before, options.carries());
    Statement statement =
        Statement.sign(identity, Kind.REGISTRATION, counter.next(), registration.encode());
    registering = new Registering(statement, there.port(), there.gatewayAddress());
    tell(registering, FIRST_RETRY);
  }

  /** To all neighbours: virtual machines are to know their carrier, and carriers theirs. */
  private void tell(Registering what, Duration retry) {
    if (!what.equals(registering)) {
      return;
    }
    broadcast(what);
    Duration next = retry.multipliedBy(2);
    node.after(
        retry.toNanos(),
        () -> ear.run(() -> tell(what, next.compareTo(LAST_RETRY) < 0 ? next : LAST_RETRY)));
  }

  private void broadcast(Registering what) {
    node.broadcast(
        new RegistrationMessage(what.statement()).packet(Message.ROUTING, node.hid()), what.port());
  }

  private void accepted(Accepted accepted) {
    carrying.accepted(accepted);
    Registering current = registering;
    if (current != null
        && accepted.host().equals(node.hid())
        && accepted.counter() == current.statement().counter()) {
      registering = null;
    }
  }

  /** Says at once that this host is here: to its gateway, and to virtual machines on it. */
  public void renew() {
    ear.run(() -> {
      Registering current = registering;
      if (current != null) {
        broadcast(current);
      } else {
        place.ifPresent(here -> register(here, Optional.empty()));
      }
    });
  }

  private void renewLater() {
    node.after(
        RENEWAL.toNanos(),
        () -> {
          renew();
          renewLater();
        });
  }

  /** A host on the same link: packets for it need not go by the gateway. */
  private void neighbour(Statement statement, int port, LinkAddress from) {
    Registration registration = Registration.decode(statement.body());
    Xid host = statement.signer().xid(XidType.HID);
    if (!registration.address().equals(from)) {
      ear.refuse(
          Kind.REGISTRATION, host.brief(), from, "it is of a host at " + registration.address());
      return;
    }
    if (place.isEmpty()
        || !place.get().domain().equals(registration.domain())
        || ear.heard(statement)
        || !ear.accepts(statement, Kind.REGISTRATION, from)) {
      return;
    }
    node.neighbours().put(port, host, from);
    RouteTable hosts = node.tables().of(XidType.HID);
    boolean isNew = hosts.get(host).isEmpty();
    hosts.putIfNewer(host, Route.via(port, host, statement.counter()));
    if (registration.carries() && !options.carries()) {
      carriedBy(host);
    } else if (options.carries() && isNew) {
      // It may be a virtual machine that was not here when this host said that it is.
      renew();
    }
  }

  /** A virtual machine that is on another host than before asks where it is. */
  private void carriedBy(Xid host) {
    if (carrier.equals(Optional.of(host))) {
      return;
    }
    Optional<Xid> before = carrier;
    carrier = Optional.of(host);
    before.ifPresent(old -> {
      node.tables().of(XidType.HID).remove(old);
      gateways.clear();
      solicit();
    });
    Place here = place.orElseThrow().on(carrier);
    register(here, Optional.empty());
    AddressForm form = options.form();
    if (form == AddressForm.NESTED) {
      node.location(intent -> form.address(here, node.hid(), intent));
    }
    place = Optional.of(here);
  }

  /** Only the own gateway's word changes a route, and only to a neighbour that is known. */
  private void redirected(Redirect redirect) {
    Statement proof = SignedRedirect.proof(redirect).orElse(null);
    LinkAddress self = node.links().getFirst().address();
    if (proof == null) {
      ear.refuse(Kind.REDIRECT, redirect.nextHop().brief(), self, "nobody has signed it");
      return;
    }
    Xid router = proof.signer().xid(XidType.HID);
    if (place.filter(here -> here.gateway().equals(router)).isEmpty()) {
      ear.refuse(Kind.REDIRECT, router.brief(), self, "that is not this host's gateway");
      return;
    }
    int port = place.orElseThrow().port();
    if (!ear.accepts(proof, Kind.REDIRECT, self)
        || node.neighbours().address(port, redirect.nextHop()).isEmpty()) {
      return;
    }
    node.tables()
        .of(redirect.destination().type())
        .putIfNewer(redirect.destination(), Route.via(port, redirect.nextHop(), proof.counter()));
  }

  /** The own carrier asks where this virtual machine will be registered next. */
  private void departure(Statement statement, int port, LinkAddress from) {
    Departure departure = Departure.decode(statement.body());
    Xid host = statement.signer().xid(XidType.HID);
    if (!departure.machine().equals(node.hid())) {
      return;
    }
    if (!carrier.equals(Optional.of(host))) {
      ear.refuse(Kind.CUSTODY, host.brief(), from, "it is not what carries this machine");
      return;
    }
    if (place.isEmpty() || !ear.accepts(statement, Kind.CUSTODY, from)) {
      return;
    }
    Xid domain = departure.domain();
    Registration registration =
        new Registration(
            domain,
            node.links().get(port).address(),
            place.map(Place::domain).filter(here -> !here.equals(domain)),
            options.carries());
    Statement signed =
        Statement.sign(identity, Kind.REGISTRATION, counter.next(), registration.encode());
    node.sendOn(new Prepared(signed).packet(Dag.chain(host, Xid.ROUTING), node.hid()), port, from);
  }

  /** {@return what this host does for virtual machines that come and go} */
  public Carrying carrying() {
    return carrying;
  }

  /** A neighbour has gone: what is for it goes by the gateway again. */
  private void gone(Statement statement, LinkAddress from) {
    Xid host = statement.signer().xid(XidType.HID);
    Optional<Route> known = node.tables().of(XidType.HID).get(host);
    if (known.isEmpty() || known.get().sequence() >= statement.counter()) {
      return;
    }
    if (ear.accepts(statement, Kind.REGISTRATION, from)) {
      node.tables().of(XidType.HID).remove(host);
      node.neighbours().remove(known.get().port(), host);
    }
  }

  @Override
  public void close() {
    ear.close();
  }
}
