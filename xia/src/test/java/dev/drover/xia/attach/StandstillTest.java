package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.BeaconMessage;
import dev.drover.xia.attach.Message.RegistrationMessage;
import dev.drover.xia.attach.TwoDomains.Station;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.TestWire;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine that is paused, which sees no time pass, but hears that it did. */
final class StandstillTest {
  private static final long MICROS = 1_000_000;
  private final Identity other = Identity.generate();
  private final Standstill standstill = new Standstill();
  private long now = -7;

  private boolean hears(Identity by, long counter) {
    return standstill.noticed(Statement.sign(by, Kind.BEACON, counter, new byte[0]), now);
  }

  @Test
  void clocks_thatGoTogether_areNoStandstill() {
    assertThat(hears(other, 5)).isFalse();
    now += Duration.ofHours(2).toNanos();
    assertThat(hears(other, 5 + Duration.ofHours(2).toSeconds() * MICROS)).isFalse();
    assertThat(hears(other, 6 + Duration.ofHours(2).toSeconds() * MICROS)).isFalse();
  }

  @Test
  void clockOfAnother_thatWentOn_isOneStandstill() {
    assertThat(hears(other, 5)).isFalse();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(hears(other, 5 + 101 * MICROS)).isTrue();
    now += Duration.ofSeconds(1).toNanos();
    assertThat(hears(other, 5 + 102 * MICROS)).isFalse();
  }

  @Test
  void others_areEachHeldAgainstThemselves() {
    Identity ahead = Identity.generate();
    assertThat(hears(other, 5)).isFalse();
    assertThat(hears(ahead, 500 * MICROS)).isFalse();
    assertThat(hears(other, 6)).isFalse();
  }

  @Test
  void machine_thatWasPaused_registersAnewWithTheFirstBeacon() throws Exception {
    try (TwoDomains world = new TwoDomains(AddressForm.FLAT)) {
      TestWire wire = new TestWire();
      Attacker gateway = new Attacker(wire, 77);
      Station host = world.new Station("d", wire, Optional.empty(), AddressForm.FLAT);
      Statement authority = Beacon.authorize(world.domain1, gateway.identity.hid(), 1);
      long counter = 1000 * MICROS;
      Attacker.tell(host.end, gateway.address(), beacon(gateway, authority, counter));
      Statement first = gateway.next(RegistrationMessage.class, _ -> true).registration();
      Attacker.tell(host.end, gateway.address(), new Accepted(host.node.hid(), first.counter()));
      Attacker.tell(host.end, gateway.address(), beacon(gateway, authority, counter + MICROS));
      host.end.drain();
      gateway.forgetWhatWasHeard();
      Attacker.tell(
          host.end, gateway.address(), beacon(gateway, authority, counter + 100 * MICROS));
      gateway.next(
          RegistrationMessage.class, each -> each.registration().counter() > first.counter());
    }
  }

  private static BeaconMessage beacon(Attacker gateway, Statement authority, long counter) {
    return new BeaconMessage(
        Attacker.beacon(gateway.identity, counter, authority, gateway.address()));
  }
}
