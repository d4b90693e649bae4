package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.attach.Message.BeaconMessage;
import dev.drover.xia.attach.Message.Brought;
import dev.drover.xia.attach.Message.DepartureMessage;
import dev.drover.xia.attach.Message.RegistrationMessage;
import dev.drover.xia.attach.Message.Solicitation;
import dev.drover.xia.attach.TwoDomains.Station;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.TestWire;
import dev.drover.xia.node.Node;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a virtual machine believes that it carries it, and who may speak for it. */
final class CarrierTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void refused(LogLines log, Node node, String why, Runnable attack)
      throws InterruptedException {
    long before = node.statistics().get(Count.REFUSED);
    attack.run();
    assertThat(log.await(why)).startsWith("WARNING ").contains(" is refused: ");
    assertThat(node.statistics().get(Count.REFUSED)).isGreaterThan(before);
  }

  /** That a host carries virtual machines, genuine but for the word that it has for it. */
  private static RegistrationMessage claim(TwoDomains world, Attacker by, long n, Statement word) {
    Registration said =
        new Registration(
            world.domain1.ad(),
            by.address(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(word));
    return new RegistrationMessage(
        Statement.sign(by.identity, Kind.REGISTRATION, n, said.encode()));
  }

  @ParameterizedTest
  @EnumSource(AddressForm.class)
  void claimToCarry_withoutTheDomainsWord_changesNothing(AddressForm form) throws Exception {
    try (TwoDomains world = new TwoDomains(form);
        LogLines log = new LogLines("dev.drover.xia.attach")) {
      world.settle();
      Attacker mallory = new Attacker(world.wireA, 99);
      Optional<Place> place = world.vm.attachment.place();
      Statement ofAnother = Custody.grant(world.domain1, world.a.node.hid(), 1);
      Statement byItself = Custody.grant(mallory.identity, mallory.identity.hid(), 1);
      Statement ofAnotherDomain = Custody.grant(world.domain2, mallory.identity.hid(), 1);
      Statement ofAnotherKind = Beacon.authorize(world.domain1, mallory.identity.hid(), 1);
      Statement forged = Attacker.tampered(Custody.grant(world.domain1, mallory.identity.hid(), 1));
      long n = 0;
      for (Statement word : List.of(ofAnother, byItself, ofAnotherDomain, ofAnotherKind, forged)) {
        RegistrationMessage claim = claim(world, mallory, ++n, word);
        refused(
            log,
            world.vm.node,
            " does not say so of it",
            () -> Attacker.tell(world.vm.end, mallory.address(), claim));
        assertThat(world.vm.attachment.place()).isEqualTo(place);
      }
      assertThat(world.vm.address().nodes()).doesNotContain(mallory.identity.hid());
      world.c.send(world.vm.address(), 1);
      assertThat(world.vm.next(SECOND)).isEqualTo(1);
      // The same with the domain's word is believed: it was for nothing else that it was refused.
      Attacker.tell(
          world.vm.end,
          mallory.address(),
          claim(world, mallory, ++n, Custody.grant(world.domain1, mallory.identity.hid(), 1)));
      TwoDomains.await(() -> carrier(world.vm).equals(Optional.of(mallory.identity.hid())));
    }
  }

  private static Optional<Xid> carrier(Station machine) {
    return machine.attachment.place().flatMap(Place::carrier);
  }

  @ParameterizedTest
  @EnumSource(AddressForm.class)
  void departure_askedForByAnotherThanTheCarrier_signsNothing(AddressForm form) throws Exception {
    try (TwoDomains world = new TwoDomains(form);
        LogLines log = new LogLines("dev.drover.xia.attach")) {
      world.settle();
      Attacker mallory = new Attacker(world.wireA, 99);
      Departure wanted =
          new Departure(world.vm.node.hid(), world.domain2.ad(), mallory.identity.hid());
      Statement byItself = Statement.sign(mallory.identity, Kind.CUSTODY, 1, wanted.encode());
      refused(
          log,
          world.vm.node,
          "it is not what carries this machine",
          () -> Attacker.tell(world.vm.end, mallory.address(), new DepartureMessage(byItself)));
      Statement forged =
          Attacker.forged(
              world.a.identity,
              mallory.identity,
              Kind.CUSTODY,
              world.a.counter.next(),
              wanted.encode());
      refused(
          log,
          world.vm.node,
          "its signature is not genuine",
          () -> Attacker.tell(world.vm.end, mallory.address(), new DepartureMessage(forged)));
    }
  }

  /** What the machine signed before it went does, without any word of the domain. */
  @ParameterizedTest
  @EnumSource(AddressForm.class)
  void carrier_thatTheMachineHasSigned_isBelievedWithTheFirstBeacon(AddressForm form)
      throws Exception {
    try (TwoDomains world = new TwoDomains(form)) {
      Station d = world.new Station("d", world.wireB, Optional.of(Identity.generate()), form);
      world.settle();
      TwoDomains.await(() -> TwoDomains.knows(world.r2, d));
      Statement registration = world.depart(world.domain2, d);
      // Two carriers on one link may claim each other's machines.
      new TestWire().plug(world.b.end);
      world.wireB.plug(world.vm.end);
      assertThat(d.attachment.carrying().arrive(registration, SECOND)).isTrue();
      world.vm.attachment.solicit();
      TwoDomains.await(() -> world.vm.address().nodes().contains(world.domain2.ad()));
      assertThat(carrier(world.vm)).contains(d.node.hid());
      assertThat(world.vm.address().nodes().contains(d.node.hid()))
          .isEqualTo(form == AddressForm.NESTED);
      TwoDomains.await(() -> d.node.neighbours().address(0, world.vm.node.hid()).isPresent());
      world.c.send(world.vm.address(), 3);
      assertThat(world.vm.next(SECOND)).isEqualTo(3);
    }
  }

  /** Its carrier's word comes as it begins to run, a beacon once a second. */
  @Test
  void machine_thatHearsTheCarrierThatItHasSigned_asksForTheGatewayAtOnce() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT)) {
      world.settle();
      world.depart(world.domain2, world.b);
      Attacker watcher = new Attacker(world.wireB, 98);
      world.wireB.lose(CarrierTest::isBeacon);
      world.wireB.plug(world.vm.end);
      world.b.attachment.renew();
      watcher.next(Solicitation.class, _ -> true);
      world.wireB.lose(_ -> false);
      TwoDomains.await(() -> carrier(world.vm).equals(Optional.of(world.b.node.hid())));
    }
  }

  static boolean isBeacon(Packet packet) {
    try {
      return Message.decode(packet.payload()) instanceof BeaconMessage;
    } catch (MalformedPacket e) {
      return false;
    }
  }

  /** The second domain's other carrier would have its packets. */
  @ParameterizedTest
  @EnumSource(AddressForm.class)
  void registration_broughtByAnotherCarrier_isRefused(AddressForm form) throws Exception {
    try (TwoDomains world = new TwoDomains(form);
        LogLines log = new LogLines("dev.drover.xia.attach")) {
      Station d = world.new Station("d", world.wireB, Optional.of(world.domain2), form);
      world.settle();
      TwoDomains.await(() -> TwoDomains.knows(world.r2, d));
      Brought brought = new Brought(world.depart(world.domain2, world.b));
      refused(
          log,
          world.r2.node,
          "who brings it is not the carrier that it names",
          () -> Attacker.tell(world.r2.ports.getFirst(), d.end.address(), brought));
      refused(
          log,
          world.r2.node,
          "who brings it is not the carrier that it names",
          () -> Attacker.tell(world.r2.ports.get(1), world.b.end.address(), brought));
      assertThat(TwoDomains.knows(world.r2, world.vm)).isFalse();
      Attacker.tell(world.r2.ports.getFirst(), world.b.end.address(), brought);
      TwoDomains.await(() -> TwoDomains.knows(world.r2, world.vm));
    }
  }
}
