package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.link.TestWire;
import dev.drover.xia.node.Probe;
import dev.drover.xia.node.Probe.Answer.Expired;
import dev.drover.xia.node.Probe.Answer.NoWay;
import dev.drover.xia.node.Probe.Answer.Reply;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.Packet;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two domains, and a virtual machine that goes from one to the other. */
final class AttachmentTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @EnumSource(AddressForm.class)
  void hosts_ofTwoDomains_reachEachOther(AddressForm form) throws Exception {
    try (TwoDomains world = new TwoDomains(form)) {
      world.settle();
      world.c.send(world.b.address(), 1);
      assertThat(world.b.next(SECOND)).isEqualTo(1);
      world.b.send(world.c.address(), 2);
      assertThat(world.c.next(SECOND)).isEqualTo(2);
      world.c.send(world.vm.address(), 3);
      assertThat(world.vm.next(SECOND)).isEqualTo(3);
      world.vm.send(world.a.address(), 4);
      assertThat(world.a.next(SECOND)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource(AddressForm.class)
  void virtualMachine_thatMoved_isProbedOnTheWayThatTheOldAddressLeads(AddressForm form)
      throws Exception {
    try (TwoDomains world = new TwoDomains(form)) {
      world.settle();
      Dag old = world.vm.node.address(world.vm.node.hid());
      try (Probe probe = new Probe(world.c.node, old, 32)) {
        assertThat(probe.ask(1, Packet.DEFAULT_HOP_LIMIT, SECOND)).isInstanceOf(Reply.class);
        assertThat(probe.ask(2, 1, SECOND))
            .isInstanceOfSatisfying(
                Expired.class,
                expired -> assertThat(expired.from().intent()).isEqualTo(world.r1.node.hid()));
      }
      world.wireB.plug(world.vm.end);
      world.b.attachment.renew();
      world.vm.attachment.solicit();
      TwoDomains.await(() ->
          world
              .vm
              .attachment
              .place()
              .flatMap(Place::carrier)
              .equals(Optional.of(world.b.node.hid())));
      TwoDomains.await(() -> TwoDomains.knows(world.r2, world.vm));
      Dag now = world.vm.node.address(world.vm.node.hid());
      assertThat(now.nodes()).contains(world.domain2.ad());
      assertThat(now.nodes().contains(world.b.node.hid())).isEqualTo(form == AddressForm.NESTED);
      try (Probe probe = new Probe(world.c.node, now, 32)) {
        assertThat(probe.ask(1, Packet.DEFAULT_HOP_LIMIT, SECOND)).isInstanceOf(Reply.class);
        assertThat(probe.ask(2, 2, SECOND))
            .isInstanceOfSatisfying(
                Expired.class,
                expired -> assertThat(expired.from().intent()).isEqualTo(world.r2.node.hid()));
      }
    }
  }

  @Test
  void virtualMachine_whoseRegistrationWasBrought_isReachedBeforeItHasPerceivedAnything()
      throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT)) {
      world.settle();
      Dag old = world.vm.address();
      Statement registration = world.depart(world.domain2, world.b);
      // What it says meanwhile must not outdate what it has signed.
      world.vm.attachment.renew();
      world.c.send(old, 1);
      assertThat(world.vm.next(SECOND)).isEqualTo(1);
      world.wireB.lose(CarrierTest::isBeacon);
      world.wireB.plug(world.vm.end);
      assertThat(world.b.attachment.carrying().arrive(registration, SECOND)).isTrue();
      TwoDomains.await(() -> leadsTo(world.r1, world.vm, world.r2.node.hid()));
      assertThat(world.vm.address()).isEqualTo(old);
      world.c.send(old, 2);
      assertThat(world.vm.next(SECOND)).isEqualTo(2);
    }
  }

  /** A guest that is busy while its memory is copied hears its gateway late. */
  @Test
  void virtualMachine_thatHeardNoBeaconForAWhile_doesNotOutdateWhatItHasSigned() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT)) {
      world.settle();
      Statement registration = world.depart(world.domain2, world.b);
      new TestWire().plug(world.vm.end);
      // Three beacons and a half: only then is a gateway one that was away.
      Thread.sleep(3600);
      long sent = world.vm.node.statistics().get(Count.SENT);
      world.wireA.plug(world.vm.end);
      world.vm.attachment.solicit();
      // It has asked, has heard its gateway, and says again where it is.
      TwoDomains.await(() -> world.vm.node.statistics().get(Count.SENT) >= sent + 2);

      assertThat(world.b.attachment.carrying().arrive(registration, SECOND)).isTrue();
      TwoDomains.await(() -> sequence(world.r1, world.vm) >= registration.counter());
      assertThat(sequence(world.r1, world.vm)).isEqualTo(registration.counter());
      assertThat(leadsTo(world.r1, world.vm, world.r2.node.hid())).isTrue();
    }
  }

  @Test
  void registration_broughtByAnotherThanTheCarrierThatItNames_isRefused() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT)) {
      world.settle();
      Statement registration = world.depart(world.domain1, world.b);
      long refused = world.r1.node.statistics().get(Count.REFUSED);
      assertThat(world.c.attachment.carrying().arrive(registration, Duration.ofMillis(300)))
          .isFalse();
      assertThat(world.r1.node.statistics().get(Count.REFUSED)).isGreaterThan(refused);
    }
  }

  private static long sequence(TwoDomains.Router router, TwoDomains.Station host) {
    return router.node.tables().of(XidType.HID).get(host.node.hid()).orElseThrow().sequence();
  }

  private static boolean leadsTo(TwoDomains.Router router, TwoDomains.Station host, Xid hop) {
    return router
        .node
        .tables()
        .of(XidType.HID)
        .get(host.node.hid())
        .flatMap(route -> route.nextHop())
        .equals(Optional.of(hop));
  }

  @Test
  void host_thatIsNowhere_isToldOfByTheRouterThatKnowsNoWay() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT)) {
      world.settle();
      Xid nobody = Identity.generate().hid();
      try (Probe probe = new Probe(world.c.node, Dag.chain(world.domain2.ad(), nobody), 0)) {
        assertThat(probe.ask(1, Packet.DEFAULT_HOP_LIMIT, SECOND))
            .isInstanceOfSatisfying(
                NoWay.class,
                answer -> {
                  assertThat(answer.destination()).isEqualTo(nobody);
                  assertThat(answer.from().intent()).isEqualTo(world.r2.node.hid());
                });
      }
    }
  }

  @Test
  void virtualMachine_inAnotherDomain_isReachedByItsOldAddress() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT)) {
      world.settle();
      Dag old = world.vm.address();
      world.wireB.plug(world.vm.end);
      world.b.attachment.renew();
      world.vm.attachment.solicit();
      TwoDomains.await(() -> world.vm.address().nodes().contains(world.domain2.ad()));
      TwoDomains.await(() -> TwoDomains.knows(world.r2, world.vm));
      TwoDomains.await(() ->
          world
              .r1
              .node
              .tables()
              .of(XidType.HID)
              .get(world.vm.node.hid())
              .flatMap(route -> route.nextHop())
              .equals(Optional.of(world.r2.node.hid())));
      world.c.send(old, 1);
      assertThat(world.vm.next(SECOND)).isEqualTo(1);
      world.c.send(world.vm.address(), 2);
      assertThat(world.vm.next(SECOND)).isEqualTo(2);
      world.vm.send(world.a.address(), 3);
      assertThat(world.a.next(SECOND)).isEqualTo(3);
      TwoDomains.await(
          () -> world.a.node.tables().of(XidType.HID).get(world.vm.node.hid()).isEmpty());
      world.a.send(old, 4);
      assertThat(world.vm.next(SECOND)).isEqualTo(4);
    }
  }
}
