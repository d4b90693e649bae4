package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.BeaconMessage;
import dev.drover.xia.attach.Message.LinkStateMessage;
import dev.drover.xia.attach.Message.Moved;
import dev.drover.xia.attach.Message.RegistrationMessage;
import dev.drover.xia.attach.TwoDomains.Router;
import dev.drover.xia.attach.TwoDomains.Station;
import dev.drover.xia.forward.Route;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.SignedRedirect;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.link.TestWire;
import dev.drover.xia.node.Node;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Octets;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp.Redirect;
import dev.drover.xia.stack.LogLines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is forged, replayed or said by the wrong one: refused, logged, counted, and of no effect.
 */
final class ForgeryTest {
  private final LogLines log = new LogLines("dev.drover.xia.attach");
  private final TwoDomains world = new TwoDomains(AddressForm.FLAT);
  private final Attacker mallory = new Attacker(world.wireA, 99);
  private final LinkAddress routerOnA = world.r1.ports.getFirst().address();

  @BeforeEach
  void settle() throws InterruptedException {
    world.settle();
  }

  @AfterEach
  void close() {
    world.close();
    log.close();
  }

  private void refused(Node node, String why, Runnable attack) throws InterruptedException {
    long before = node.statistics().get(Count.REFUSED);
    attack.run();
    assertThat(log.await(why)).startsWith("WARNING ").contains(" is refused: ");
    assertThat(node.statistics().get(Count.REFUSED)).isGreaterThan(before);
  }

  private Statement authorityOf(Router router, Identity domain) {
    return Beacon.authorize(domain, router.node.hid(), 1);
  }

  private Optional<Route> route(Node node, Xid xid) {
    return node.tables().of(xid.type()).get(xid);
  }

  /** The way alone: its number grows with each genuine registration. */
  private Optional<Route> way(Node node, Xid xid) {
    return route(node, xid).map(each -> new Route(each.port(), each.nextHop(), 0));
  }

  private Statement beaconOfR1() {
    return Attacker.beacon(
        world.r1.identity,
        world.r1.counter.next(),
        authorityOf(world.r1, world.domain1),
        routerOnA);
  }

  @Test
  void beacon_withAForgedSignature_leavesTheHostWhereItIs() throws Exception {
    Optional<Place> place = world.a.attachment.place();
    refused(
        world.a.node,
        "its signature is not genuine",
        () ->
            Attacker.tell(
                world.a.end, routerOnA, new BeaconMessage(Attacker.tampered(beaconOfR1()))));
    assertThat(world.a.attachment.place()).isEqualTo(place);
  }

  @Test
  void beacon_ofAnotherThanTheAuthorized_leavesTheHostWhereItIs() throws Exception {
    Optional<Place> place = world.a.attachment.place();
    Statement stolen = authorityOf(world.r1, world.domain1);
    refused(
        world.a.node,
        "no domain has authorized it",
        () ->
            Attacker.tell(
                world.a.end,
                mallory.address(),
                new BeaconMessage(
                    Attacker.beacon(mallory.identity, 1, stolen, mallory.address()))));
    assertThat(world.a.attachment.place()).isEqualTo(place);
  }

  @Test
  void beacon_whoseAuthorityTheDomainNeverSigned_leavesTheHostWhereItIs() throws Exception {
    Optional<Place> place = world.a.attachment.place();
    ByteBuffer body = ByteBuffer.allocate(Xid.BYTES);
    mallory.identity.hid().write(body, 0);
    Statement authority =
        Attacker.forged(world.domain1, mallory.identity, Kind.GATEWAY, 1, body.array());
    BeaconMessage beacon =
        new BeaconMessage(Attacker.beacon(mallory.identity, 1, authority, mallory.address()));
    refused(
        world.a.node,
        "no domain has authorized it",
        () -> Attacker.tell(world.a.end, mallory.address(), beacon));
    refused(
        world.r1.node,
        "no domain has authorized it",
        () -> Attacker.tell(world.r1.ports.getFirst(), mallory.address(), beacon));
    assertThat(world.a.attachment.place()).isEqualTo(place);
    assertThat(route(world.r1.node, mallory.identity.hid())).isEmpty();
  }

  @Test
  void beacon_ofADomainThatIsNotTrusted_leavesTheHostWhereItIs() throws Exception {
    Optional<Place> place = world.a.attachment.place();
    Identity domain = Identity.generate();
    Statement authority = Beacon.authorize(domain, mallory.identity.hid(), 1);
    refused(
        world.a.node,
        "is not trusted",
        () ->
            Attacker.tell(
                world.a.end,
                mallory.address(),
                new BeaconMessage(
                    Attacker.beacon(mallory.identity, 1, authority, mallory.address()))));
    assertThat(world.a.attachment.place()).isEqualTo(place);
  }

  @Test
  void beacon_ofAnotherReplayed_isNoReasonToSendToTheReplayer() throws Exception {
    Optional<Place> place = world.a.attachment.place();
    BeaconMessage heard = mallory.next(BeaconMessage.class, _ -> true);
    refused(
        world.a.node,
        "it is of a gateway at",
        () -> Attacker.tell(world.a.end, mallory.address(), heard));
    refused(
        world.r2.node,
        "it is of a gateway at",
        () -> Attacker.tell(world.r2.ports.getFirst(), mallory.address(), heard));
    assertThat(world.a.attachment.place()).isEqualTo(place);
  }

  @Test
  void beacon_olderThanTheLast_isRefused() throws Exception {
    BeaconMessage old = mallory.next(BeaconMessage.class, _ -> true);
    mallory.next(BeaconMessage.class, next -> next.beacon().counter() > old.beacon().counter());
    world.a.end.drain();
    refused(
        world.a.node,
        "it is not newer than what was heard before",
        () -> Attacker.tell(world.a.end, routerOnA, old));
  }

  @Test
  void registration_withAnothersKey_leavesTheRouteAsItIs() throws Exception {
    Xid vm = world.vm.node.hid();
    Optional<Route> before = way(world.r1.node, vm);
    Statement forged =
        Attacker.forged(
            world.vm.identity,
            mallory.identity,
            Kind.REGISTRATION,
            world.vm.counter.next(),
            Attacker.registration(world.domain1.ad(), mallory.address()));
    refused(
        world.r1.node,
        "its signature is not genuine",
        () ->
            Attacker.tell(
                world.r1.ports.getFirst(), mallory.address(), new RegistrationMessage(forged)));
    assertThat(way(world.r1.node, vm)).isEqualTo(before);
    assertThat(world.r1.node.neighbours().address(0, vm)).contains(world.vm.end.address());
    refused(
        world.a.node,
        "its signature is not genuine",
        () -> Attacker.tell(world.a.end, mallory.address(), new RegistrationMessage(forged)));
  }

  @Test
  void registration_ofOwnReplayedAtTheHost_leavesItHere() throws Exception {
    Xid vm = world.vm.node.hid();
    world.vm.attachment.renew();
    RegistrationMessage own =
        mallory.next(
            RegistrationMessage.class,
            each -> each.registration().signer().equals(world.vm.identity.publicKey()));
    refused(
        world.vm.node,
        "it is this node's own",
        () -> Attacker.tell(world.vm.end, world.vm.end.address(), own));
    assertThat(route(world.vm.node, vm)).contains(Route.LOCAL);
  }

  @Test
  void registration_fromBeforeAMoveReplayed_doesNotLeadBack() throws Exception {
    Xid vm = world.vm.node.hid();
    world.vm.attachment.renew();
    RegistrationMessage old =
        mallory.next(
            RegistrationMessage.class,
            each -> each.registration().signer().equals(world.vm.identity.publicKey()));
    moveToB();
    Optional<Route> away = way(world.r1.node, vm);
    refused(
        world.r1.node,
        "it is of a host at",
        () -> Attacker.tell(world.r1.ports.get(1), mallory.address(), old));
    refused(
        world.r1.node,
        "it is not newer than what was heard before",
        () -> Attacker.tell(world.r1.ports.getFirst(), world.vm.end.address(), old));
    assertThat(way(world.r1.node, vm)).isEqualTo(away);
    refused(
        world.r1.node,
        "it is not newer than what was heard before",
        () ->
            Attacker.tell(
                world.r1.ports.get(2),
                world.r2.ports.get(1).address(),
                new Moved(withDomain(old, world.domain2), world.r2.node.hid())));
    assertThat(way(world.r1.node, vm)).isEqualTo(away);
    world.c.send(world.vm.address(), 7);
    assertThat(world.vm.next(Duration.ofSeconds(1))).isEqualTo(7);
  }

  /** As the machine may have said it earlier, when it was in that domain before. */
  private Statement withDomain(RegistrationMessage old, Identity domain) {
    return Statement.sign(
        world.vm.identity,
        Kind.REGISTRATION,
        old.registration().counter(),
        Attacker.registration(domain.ad(), world.vm.end.address()));
  }

  private void moveToB() throws InterruptedException {
    world.wireB.plug(world.vm.end);
    world.b.attachment.renew();
    world.vm.attachment.solicit();
    TwoDomains.await(() -> TwoDomains.knows(world.r2, world.vm));
    TwoDomains.await(() ->
        route(world.r1.node, world.vm.node.hid())
            .flatMap(Route::nextHop)
            .equals(Optional.of(world.r2.node.hid())));
  }

  @Test
  void move_toldByNoRouter_changesNoRoute() throws Exception {
    Xid vm = world.vm.node.hid();
    Optional<Route> before = way(world.r1.node, vm);
    Statement newer =
        Statement.sign(
            world.vm.identity,
            Kind.REGISTRATION,
            world.vm.counter.next(),
            Attacker.registration(world.domain2.ad(), world.vm.end.address()));
    refused(
        world.r1.node,
        "no router ",
        () ->
            Attacker.tell(
                world.r1.ports.getFirst(),
                mallory.address(),
                new Moved(newer, world.r2.node.hid())));
    assertThat(way(world.r1.node, vm)).isEqualTo(before);
    Optional<Route> atHost = way(world.a.node, vm);
    assertThat(atHost).isPresent();
    refused(
        world.a.node,
        "it is not this host's gateway that tells of it",
        () ->
            Attacker.tell(
                world.a.end, mallory.address(), new Moved(newer, mallory.identity.hid())));
    assertThat(way(world.a.node, vm)).isEqualTo(atHost);
  }

  @Test
  void linkState_forgedOrReplayed_changesNoRoute() throws Exception {
    LinkAddress routerBetween = world.r2.ports.get(1).address();
    Statement authority = authorityOf(world.r2, world.domain2);
    LinkState alone = new LinkState(authority, List.of());
    Statement forged =
        Attacker.forged(
            world.r2.identity,
            mallory.identity,
            Kind.LINK_STATE,
            world.r2.counter.next(),
            alone.encode());
    refused(
        world.r1.node,
        "its signature is not genuine",
        () -> Attacker.tell(world.r1.ports.get(2), routerBetween, new LinkStateMessage(forged)));
    Statement stolen =
        Statement.sign(
            mallory.identity,
            Kind.LINK_STATE,
            1,
            new LinkState(authority, List.of(world.r1.node.hid())).encode());
    refused(
        world.r1.node,
        "no domain has authorized it",
        () ->
            Attacker.tell(world.r1.ports.get(2), mallory.address(), new LinkStateMessage(stolen)));
    Statement old = Statement.sign(world.r2.identity, Kind.LINK_STATE, 1, alone.encode());
    refused(
        world.r1.node,
        "it is not newer than what was heard before",
        () -> Attacker.tell(world.r1.ports.get(2), routerBetween, new LinkStateMessage(old)));
    assertThat(route(world.r1.node, world.domain2.ad()).flatMap(Route::nextHop))
        .contains(world.r2.node.hid());
  }

  private void redirect(Station victim, Redirect redirect) {
    Packet packet =
        Packet.of(
            Dag.chain(victim.node.hid()),
            Dag.chain(mallory.identity.hid()),
            NextHeader.XCMP,
            redirect.encode());
    victim.end.arrive(packet.array(), mallory.address());
  }

  @Test
  void redirect_unsignedOrSignedByAnotherOrReplayed_changesNoRoute() throws Exception {
    Xid far = Identity.generate().hid();
    Xid carrier = world.a.node.hid();
    TwoDomains.await(() -> world.vm.node.neighbours().address(0, carrier).isPresent());
    Quote quote =
        Quote.of(
            Packet.of(Dag.chain(far), world.vm.address(), NextHeader.NONE, ByteBuffer.allocate(0)));
    refused(
        world.vm.node,
        "nobody has signed it",
        () -> redirect(world.vm, new Redirect(far, carrier, quote, Octets.of(new byte[0]))));
    refused(
        world.vm.node,
        "that is not this host's gateway",
        () -> redirect(world.vm, SignedRedirect.sign(mallory.identity, 1, far, carrier, quote)));
    Redirect genuine =
        SignedRedirect.sign(world.r1.identity, world.r1.counter.next(), far, carrier, quote);
    refused(
        world.vm.node,
        "nobody has signed it",
        () ->
            redirect(world.vm, new Redirect(far, mallory.identity.hid(), quote, genuine.proof())));
    assertThat(route(world.vm.node, far)).isEmpty();
    redirect(world.vm, genuine);
    TwoDomains.await(() -> route(world.vm.node, far).isPresent());
    world.vm.node.tables().of(XidType.HID).remove(far);
    refused(
        world.vm.node,
        "it is not newer than what was heard before",
        () -> redirect(world.vm, genuine));
    assertThat(route(world.vm.node, far)).isEmpty();
    refused(
        world.vm.node,
        "is no host",
        () ->
            redirect(
                world.vm,
                SignedRedirect.sign(
                    world.r1.identity, world.r1.counter.next(), world.vm.service, carrier, quote)));
    assertThat(route(world.vm.node, world.vm.service)).contains(Route.LOCAL);
  }

  /** What a service sent went the long way: its node goes by the redirect, as by any other. */
  @Test
  void redirect_toAService_isItsNodes() throws Exception {
    Xid far = Identity.generate().hid();
    Xid carrier = world.a.node.hid();
    TwoDomains.await(() -> world.vm.node.neighbours().address(0, carrier).isPresent());
    Packet sent =
        Packet.of(Dag.chain(far), world.vm.address(), NextHeader.NONE, ByteBuffer.allocate(0));
    Redirect genuine =
        SignedRedirect.sign(
            world.r1.identity, world.r1.counter.next(), far, carrier, Quote.of(sent));
    world.r1.node.control().tell(world.vm.address(), genuine);
    TwoDomains.await(() -> route(world.vm.node, far).isPresent());
  }

  /** On a wire of its own, where the gateway is the test. */
  @Test
  void acceptance_byAnotherThanTheGateway_doesNotEndTheRegistration() throws Exception {
    Attacker gateway = new Attacker(new TestWire(), 77);
    Station host = world.new Station("d", wireOf(gateway), Optional.empty(), AddressForm.FLAT);
    Statement authority = Beacon.authorize(world.domain1, gateway.identity.hid(), 1);
    Attacker.tell(
        host.end,
        gateway.address(),
        new BeaconMessage(Attacker.beacon(gateway.identity, 1, authority, gateway.address())));
    Statement said = gateway.next(RegistrationMessage.class, _ -> true).registration();
    Accepted accepted = new Accepted(host.node.hid(), said.counter());
    refused(
        host.node,
        "it is not its gateway that accepts it",
        () -> Attacker.tell(host.end, mallory.address(), accepted));
    gateway.forgetWhatWasHeard();
    gateway.next(
        RegistrationMessage.class, each -> each.registration().counter() == said.counter());
  }

  private TestWire wireOf(Attacker attacker) {
    TestWire wire = new TestWire();
    wire.plug(attacker.end);
    return wire;
  }
}
