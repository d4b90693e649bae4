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

/**
 * A host's place in the network: it hears gateways' beacons, takes their domain for its own, tells
 * the gateway of itself, and does all that anew when a beacon says that it is elsewhere now — which
 * is how a virtual machine perceives that it has moved.
 */
public final class Attachment implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Attachment.class.getName());

  /** Three beacons and a half. */
  private static final Duration GONE = Duration.ofMillis(3500);

  private static final Duration TIDYING = Duration.ofSeconds(5);
  private static final int MOST_NEIGHBOURS = 1024;
  private static final int MOST_GATEWAYS = 64;

  /**
   * What is to be known of a host.
   *
   * @param domains whose gateways are believed; empty for any
   * @param custody its domain's word that it carries virtual machines, {@link Custody}; empty when
   *     it does not
   */
  public record Options(Set<Xid> domains, AddressForm form, Optional<Statement> custody) {
    public Options {
      domains = Set.copyOf(domains);
    }
  }

  private final Node node;
  private final Options options;
  private final Ear ear;
  private final HostRoutes hosts;
  private final Registrar registrar;
  private final Carrying carrying;

  /** When each gateway was heard last, by its identifier. */
  private final Map<Xid, Long> gateways = new LinkedHashMap<>();

  private volatile Optional<Place> place = Optional.empty();
  private Optional<Xid> carrier = Optional.empty();

  /** Where this virtual machine will be next, by what it has signed last. */
  private Optional<Departure> departing = Optional.empty();

  private final Standstill standstill = new Standstill();

  /** Listens and solicits from now on. */
  public Attachment(Node node, Identity identity, Counter counter, Options options) {
    this.node = node;
    this.options = options;
    this.ear = new Ear(node);
    this.registrar = new Registrar(node, identity, counter, options.custody(), ear, this::place);
    this.carrying = new Carrying(node, identity, counter, this, ear);
    // A carrier is the way to a machine on it that is paused, too; others have their gateway.
    Duration silent = options.custody().isPresent() ? HostRoutes.SILENT : HostRoutes.NEIGHBOURS;
    this.hosts =
        new HostRoutes(node, node::nanoTime, MOST_NEIGHBOURS, silent, HostRoutes.NEIGHBOURS);
    node.control().listenToRedirects(redirect -> ear.fromAfar(() -> redirected(redirect)));
    ear.listen(Xid.BEACONS, this::heard);
    ear.listen(Xid.ROUTING, this::heard);
    registrar.renewLater();
    tidyLater();
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
      case Moved m -> gone(m.registration(), port, from);
      case Accepted m -> accepted(m, port, from);
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
    if (first && gateways.size() >= MOST_GATEWAYS) {
      ear.refuse(Kind.BEACON, who, from, "there are " + MOST_GATEWAYS + " gateways already");
      return;
    }
    gateways.put(gateway, node.nanoTime());
    boolean stood = standstill.noticed(statement, node.nanoTime());
    if (known) {
      place = Optional.of(there);
      if (stood) {
        registrar.register(there, Optional.empty());
      } else if (first) {
        // It was away, and may have forgotten who is here. Or this host was too busy to hear it,
        // and must not outdate what it has signed for where it will be.
        registrar.renew();
      }
    } else if (place.isEmpty() || first || !recent(place.get().gateway())) {
      move(there);
    }
  }

  /** Two gateways on one link that both go on: who was chosen first stays. */
  private boolean recent(Xid gateway) {
    Long heard = gateways.get(gateway);
    return heard != null && node.nanoTime() - heard < GONE.toNanos();
  }

  private void move(Place found) {
    Optional<Place> before = place;
    if (before.filter(old -> old.domain().equals(found.domain())).isEmpty()) {
      // Who carries it there it has signed beforehand, or is to be heard.
      departing = departing.filter(signed -> signed.domain().equals(found.domain()));
      carrier = departing.map(Departure::carrier);
    }
    Place there = found.on(carrier);
    LOG.log(
        Level.INFO,
        "{0} is in {1} by gateway {2} on {3}",
        node.hid().brief(),
        there.domain().brief(),
        there.gateway().brief(),
        node.links().get(there.port()).name());
    RouteTable domains = node.tables().of(XidType.AD);
    RouteTable routes = node.tables().of(XidType.HID);
    before.ifPresent(old -> {
      domains.remove(old.domain());
      routes.remove(old.gateway());
      node.neighbours().remove(old.port(), old.gateway());
      // Neighbours there are none here.
      hosts.removeAll(old.port());
    });
    node.neighbours().put(there.port(), there.gateway(), there.gatewayAddress());
    Route onward = Route.via(there.port(), there.gateway(), 0);
    domains.put(there.domain(), Route.LOCAL);
    routes.put(there.gateway(), onward);
    for (int type : new int[] {XidType.AD, XidType.HID, XidType.IP}) {
      node.tables().of(type).others(Optional.of(onward));
    }
    // First the gateway: what is sent from the new address is answered there.
    registrar.register(
        there, before.map(Place::domain).filter(domain -> !domain.equals(there.domain())));
    AddressForm form = options.form();
    node.location(intent -> form.address(there, node.hid(), intent));
    place = Optional.of(there);
  }

  /** Says at once that this host is here: to its gateway, and to virtual machines on it. */
  public void renew() {
    ear.run(registrar::renew);
  }

  private void tidyLater() {
    node.after(
        TIDYING.toNanos(),
        () -> {
          ear.run(hosts::tidy);
          tidyLater();
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
    if (place.isEmpty() || ear.heard(statement)) {
      return;
    }
    if (!place.get().domain().equals(registration.domain())) {
      if (departing.filter(signed -> signed.leadsTo(registration.domain(), host)).isPresent()
          && ear.accepts(statement, Kind.REGISTRATION, from)) {
        // It is there: no need to wait until the gateway there is heard.
        solicit();
      }
      return;
    }
    Optional<String> objection = hosts.objection(host, from, statement.counter());
    if (objection.isPresent()) {
      ear.refuse(Kind.REGISTRATION, host.brief(), from, objection.get());
      return;
    }
    if (!ear.accepts(statement, Kind.REGISTRATION, from)) {
      return;
    }
    boolean isNew = node.tables().of(XidType.HID).get(host).isEmpty();
    hosts.near(host, port, from, statement.counter());
    if (registration.custody().isPresent() && options.custody().isEmpty()) {
      claimed(host, statement, registration.custody().get(), from);
    } else if (options.custody().isPresent() && isNew) {
      // It may be a virtual machine that was not here when this host said that it is.
      registrar.renewForNewcomer();
    }
  }

  /** A neighbour says that it carries machines: by which word, of the domain or of its own? */
  private void claimed(Xid host, Statement registration, Statement word, LinkAddress from) {
    Place here = place.orElseThrow();
    if (carrier.equals(Optional.of(host))) {
      if (standstill.noticed(registration, node.nanoTime())) {
        registrar.register(here, Optional.empty());
      }
    } else if (departing.filter(signed -> signed.leadsTo(here.domain(), host)).isPresent()
        || Custody.grants(word, here.domain(), host)) {
      carriedBy(host);
    } else {
      ear.refuse(
          Kind.CARRIER, host.brief(), from, here.domain().brief() + " does not say so of it");
    }
  }

  /** A virtual machine that is on another host than before asks where it is. */
  private void carriedBy(Xid host) {
    Optional<Xid> before = carrier;
    carrier = Optional.of(host);
    before.ifPresent(old -> {
      hosts.remove(old);
      gateways.clear();
      solicit();
    });
    Place here = place.orElseThrow().on(carrier);
    registrar.register(here, Optional.empty());
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
    if (redirect.destination().type() != XidType.HID) {
      ear.refuse(Kind.REDIRECT, router.brief(), self, redirect.destination() + " is no host");
      return;
    }
    if (ear.accepts(proof, Kind.REDIRECT, self)
        && node.neighbours().address(port, redirect.nextHop()).isPresent()) {
      hosts.far(redirect.destination(), Route.via(port, redirect.nextHop(), proof.counter()));
    }
  }

  /** Of this host's own registration, or of one that it has brought. */
  private void accepted(Accepted accepted, int port, LinkAddress from) {
    if (accepted.host().equals(node.hid())) {
      registrar.accepted(accepted, port, from);
    } else {
      carrying.accepted(accepted);
    }
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
    if (place.isPresent() && ear.accepts(statement, Kind.CUSTODY, from)) {
      Optional<Xid> before =
          place.map(Place::domain).filter(here -> !here.equals(departure.domain()));
      departing = Optional.of(departure);
      Statement signed = registrar.depart(departure, before, port);
      node.sendOn(
          new Prepared(signed).packet(Dag.chain(host, Xid.ROUTING), node.hid()), port, from);
    }
  }

  /** {@return what this host does for virtual machines that come and go} */
  public Carrying carrying() {
    return carrying;
  }

  /** A neighbour has gone: what is for it goes by the gateway again. */
  private void gone(Statement statement, int port, LinkAddress from) {
    Xid host = statement.signer().xid(XidType.HID);
    Optional<Route> known = node.tables().of(XidType.HID).get(host);
    if (host.equals(node.hid()) || known.isEmpty() || ear.heard(statement)) {
      return;
    }
    boolean gateway =
        place.filter(here -> here.port() == port && here.gatewayAddress().equals(from)).isPresent();
    if (!gateway) {
      ear.refuse(
          Kind.REGISTRATION, host.brief(), from, "it is not this host's gateway that tells of it");
      return;
    }
    if (ear.accepts(statement, Kind.REGISTRATION, from)) {
      hosts.remove(host);
    }
  }

  @Override
  public void close() {
    ear.close();
  }
}
