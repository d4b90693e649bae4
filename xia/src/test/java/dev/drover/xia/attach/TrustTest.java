package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.Message.BeaconMessage;
import dev.drover.xia.attach.Message.LinkStateMessage;
import dev.drover.xia.attach.Message.Moved;
import dev.drover.xia.forward.Route;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.stack.LogLines;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a router takes another domain's word for: ways to domains, and nothing about a host. */
final class TrustTest {
  private final LogLines log = new LogLines("dev.drover.xia.attach");
  private final TwoDomains world = new TwoDomains(AddressForm.FLAT);
  private final Identity stranger = Identity.generate();

  /** A router with a domain of its own, beside router 2 on the link between the routers. */
  private final Attacker mallory = new Attacker(world.between, 99);

  private final int between = 2;

  @BeforeEach
  void settle() throws InterruptedException {
    world.settle();
  }

  @AfterEach
  void close() {
    world.close();
    log.close();
  }

  private void refused(String why, Message message) throws InterruptedException {
    refused(why, message, mallory.address());
  }

  private void refused(String why, Message message, LinkAddress from) throws InterruptedException {
    long before = world.r1.node.statistics().get(Count.REFUSED);
    Attacker.tell(world.r1.ports.get(between), from, message);
    assertThat(log.await(why)).startsWith("WARNING ").contains(" is refused: ");
    assertThat(world.r1.node.statistics().get(Count.REFUSED)).isGreaterThan(before);
  }

  private Optional<Route> route(Xid xid) {
    return world.r1.node.tables().of(xid.type()).get(xid);
  }

  @Test
  void router_ofADomainThatIsNotTrusted_isNoNeighbourAndLeadsNowhere() throws Exception {
    Statement authority = Beacon.authorize(stranger, mallory.identity.hid(), 1);
    refused(
        stranger.ad().brief() + " is not trusted",
        new BeaconMessage(Attacker.beacon(mallory.identity, 1, authority, mallory.address())));
    LinkState toDomain2 = new LinkState(authority, List.of(world.r2.node.hid()));
    refused(
        stranger.ad().brief() + " is not trusted",
        new LinkStateMessage(
            Statement.sign(mallory.identity, Kind.LINK_STATE, 2, toDomain2.encode())));
    assertThat(route(mallory.identity.hid())).isEmpty();
    assertThat(route(stranger.ad())).isEmpty();
    assertThat(route(world.domain2.ad()).flatMap(Route::nextHop)).contains(world.r2.node.hid());
    Statement genuine = registration(world.vm.identity, world.vm.counter.next());
    refused(
        "no router " + mallory.identity.hid().brief() + " is there",
        new Moved(genuine, mallory.identity.hid()));
  }

  /** What the machine would say if it were in the second domain. */
  private Statement registration(Identity by, long counter) {
    return Statement.sign(
        by,
        Kind.REGISTRATION,
        counter,
        Attacker.registration(world.domain2.ad(), world.vm.end.address()));
  }

  /** Also the trusted router's own domain cannot say where a machine is: its key alone can. */
  @Test
  void move_thatATrustedRouterTells_countsOnlyWhenTheMachineHasSignedIt() throws Exception {
    Xid vm = world.vm.node.hid();
    Optional<Route> before = route(vm).map(each -> new Route(each.port(), each.nextHop(), 0));
    for (Identity liar : List.of(world.r2.identity, world.domain2)) {
      Statement forged =
          Attacker.forged(
              world.vm.identity,
              liar,
              Kind.REGISTRATION,
              world.vm.counter.next(),
              Attacker.registration(world.domain2.ad(), world.vm.end.address()));
      refused(
          "its signature is not genuine",
          new Moved(forged, world.r2.node.hid()),
          world.r2.ports.get(1).address());
    }
    assertThat(route(vm).map(each -> new Route(each.port(), each.nextHop(), 0))).isEqualTo(before);
    Attacker.tell(
        world.r1.ports.get(between),
        world.r2.ports.get(1).address(),
        new Moved(registration(world.vm.identity, world.vm.counter.next()), world.r2.node.hid()));
    TwoDomains.await(
        () -> route(vm).flatMap(Route::nextHop).equals(Optional.of(world.r2.node.hid())));
  }
}
