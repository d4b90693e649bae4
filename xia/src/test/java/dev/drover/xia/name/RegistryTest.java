package dev.drover.xia.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.name.Answer.Found;
import dev.drover.xia.name.Answer.Names;
import dev.drover.xia.name.Answer.NotFound;
import dev.drover.xia.name.Answer.Refused;
import dev.drover.xia.name.Answer.Registered;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RegistryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Xid AD1 = Xid.parse("AD:1");
  private static final Xid AD2 = Xid.parse("AD:2");
  private static final Identity OWNER = Identity.generate();
  private static final Identity OTHER = Identity.generate();
  private static final Name NAME = new Name("goldbach_s.lab.xia");

  private final Registry registry = new Registry(100);

  private static Dag at(Xid ad, Identity service) {
    return Dag.chain(ad, Xid.parse("HID:1"), service.sid());
  }

  private static Statement said(Identity by, Name name, Dag address, long counter) {
    return new Registration(name, address, MINUTE).sign(by, counter);
  }

  private static Statement said(Identity by, Xid ad, long counter) {
    return said(by, NAME, at(ad, by), counter);
  }

  private Answer register(Statement statement, long second) {
    return registry.register(statement, second * SECOND, second * 1_000_000);
  }

  private Answer find(long second) {
    return registry.find(NAME, second * SECOND);
  }

  private static final Answer DONE = new Registered(MINUTE);

  @Test
  void name_registered_isFoundUntilItExpires() {
    assertThat(find(0)).isEqualTo(new NotFound(Registry.NEGATIVE_LIFE));
    assertThat(register(said(OWNER, AD1, 1), 10)).isEqualTo(DONE);
    assertThat(find(10)).isEqualTo(new Found(at(AD1, OWNER), MINUTE));
    assertThat(find(69)).isEqualTo(new Found(at(AD1, OWNER), Duration.ofSeconds(1)));
    assertThat(find(70)).isInstanceOf(NotFound.class);
  }

  @Test
  void owner_whoMoved_isFoundThereAndLonger() {
    register(said(OWNER, AD1, 1), 0);
    assertThat(register(said(OWNER, AD2, 2), 50)).isEqualTo(DONE);
    assertThat(find(100)).isEqualTo(new Found(at(AD2, OWNER), Duration.ofSeconds(10)));
  }

  @Test
  void life_isBoundedByTheServer() {
    Dag address = at(AD1, OWNER);
    assertThat(register(new Registration(NAME, address, Duration.ofDays(30)).sign(OWNER, 1), 0))
        .isEqualTo(new Registered(Duration.ofHours(1)));
  }

  @Test
  void otherKey_isRefusedWhileTheNameLives() {
    register(said(OWNER, AD1, 1), 0);
    assertThat(register(said(OTHER, AD2, 99), 59)).isEqualTo(new Refused(Refusal.NOT_THE_OWNER));
    assertThat(find(59)).isEqualTo(new Found(at(AD1, OWNER), Duration.ofSeconds(1)));
    assertThat(register(said(OTHER, AD2, 99), 60)).isEqualTo(DONE);
  }

  @Test
  void olderRegistration_isRefused() {
    register(said(OWNER, AD1, 5), 0);
    register(said(OWNER, AD2, 7), 1);
    assertThat(register(said(OWNER, AD1, 5), 2)).isEqualTo(new Refused(Refusal.NOT_NEWER));
    assertThat(register(said(OWNER, AD1, 6), 2)).isEqualTo(new Refused(Refusal.NOT_NEWER));
    assertThat(register(said(OWNER, AD1, 7), 2)).isEqualTo(new Refused(Refusal.NOT_NEWER));
    assertThat(find(2)).isEqualTo(new Found(at(AD2, OWNER), Duration.ofSeconds(59)));
  }

  /** Else whoever heard it could bring a dead address back. */
  @Test
  void registration_replayedAfterItExpired_isRefused() {
    Statement heard = said(OWNER, AD1, 5);
    register(heard, 0);
    assertThat(register(heard, 100)).isEqualTo(new Refused(Refusal.NOT_NEWER));
    assertThat(register(said(OTHER, AD2, 1), 100)).isEqualTo(DONE);
    assertThat(register(heard, 200)).isEqualTo(new Refused(Refusal.NOT_NEWER));
    assertThat(register(said(OWNER, AD1, 6), 200)).isEqualTo(DONE);
  }

  @Test
  void registration_askedAgain_isAnsweredAndLastsNoLonger() {
    Statement same = said(OWNER, AD1, 5);
    register(same, 0);
    assertThat(register(same, 20)).isEqualTo(new Registered(Duration.ofSeconds(40)));
    assertThat(find(20)).isEqualTo(new Found(at(AD1, OWNER), Duration.ofSeconds(40)));
  }

  @Test
  void name_takenBack_isFreeAndStaysSo() {
    Statement first = said(OWNER, AD1, 1);
    register(first, 0);
    Statement back = new Registration(NAME, at(AD1, OWNER), Duration.ZERO).sign(OWNER, 2);
    assertThat(register(back, 1)).isEqualTo(new Registered(Duration.ZERO));
    assertThat(register(back, 2)).as("asked again").isEqualTo(new Registered(Duration.ZERO));
    assertThat(find(2)).isInstanceOf(NotFound.class);
    assertThat(register(first, 3)).isEqualTo(new Refused(Refusal.NOT_NEWER));
    assertThat(register(said(OTHER, AD2, 1), 3)).isEqualTo(DONE);
  }

  @Test
  void forgedSignature_isRefusedAndChangesNothing() {
    byte[] wire = said(OWNER, AD1, 9).encode();
    wire[wire.length - 1] ^= 1;
    Statement forged = Statement.read(ByteBuffer.wrap(wire));
    assertThat(register(forged, 0)).isEqualTo(new Refused(Refusal.FORGED));
    assertThat(register(said(OWNER, AD1, 1), 0)).as("its counter did not count").isEqualTo(DONE);
    assertThat(register(forged, 1)).isEqualTo(new Refused(Refusal.FORGED));
    assertThat(register(said(OWNER, AD1, 2), 1)).isEqualTo(DONE);
  }

  @Test
  void strangersAddress_isRefused() {
    assertThat(register(said(OTHER, NAME, at(AD1, OWNER), 1), 0))
        .isEqualTo(new Refused(Refusal.NOT_ITS_ADDRESS));
  }

  @Test
  void host_mayNameWhatIsOnIt() {
    Dag content = Dag.fallback(Xid.parse("CID:1"), AD1, OWNER.hid());
    assertThat(register(said(OWNER, NAME, content, 1), 0)).isEqualTo(DONE);
    // And owns the name from then on, wherever it leads.
    assertThat(register(said(OWNER, NAME, at(AD1, OTHER), 2), 1)).isEqualTo(DONE);
    assertThat(register(said(OTHER, NAME, at(AD1, OTHER), 3), 2))
        .isEqualTo(new Refused(Refusal.NOT_THE_OWNER));
  }

  @Test
  void statementsOfSomethingElse_areMalformed() {
    byte[] body = new byte[said(OWNER, AD1, 1).body().remaining()];
    said(OWNER, AD1, 1).body().get(body);
    assertThat(register(Statement.sign(OWNER, Kind.MIGRATE, 1, body), 0))
        .isEqualTo(new Refused(Refusal.MALFORMED));
    Statement answer = new Found(at(AD1, OWNER), MINUTE).sign(OWNER, 1, new byte[9]);
    assertThat(register(answer, 0)).isEqualTo(new Refused(Refusal.MALFORMED));
  }

  private static Name name(int number) {
    return new Name("n%04d".formatted(number));
  }

  @Test
  void fullRegistry_refusesNewNamesUntilOthersExpire() {
    Registry small = new Registry(3);
    for (int i = 0; i < 3; i++) {
      assertThat(small.register(said(OWNER, name(i), at(AD1, OWNER), 1), 0, 0)).isEqualTo(DONE);
    }
    assertThat(small.register(said(OTHER, name(9), at(AD1, OTHER), 1), 0, 0))
        .isEqualTo(new Refused(Refusal.FULL));
    assertThat(small.register(said(OWNER, name(1), at(AD2, OWNER), 2), 30 * SECOND, 0))
        .as("one that is there")
        .isEqualTo(DONE);
    assertThat(small.register(said(OTHER, name(9), at(AD1, OTHER), 2), 60 * SECOND, 0))
        .isEqualTo(DONE);
    assertThat(small.find(name(1), 60 * SECOND)).isInstanceOf(Found.class);
  }

  /** Its memory is bounded, and what it forgot still cannot be replayed. */
  @Test
  void forgottenCounters_cannotBeReplayed_andNewcomersAreNotShutOut() {
    Registry small = new Registry(2);
    Identity wild = Identity.generate();
    Statement first = said(OWNER, name(0), at(AD1, OWNER), 1_000_000);
    assertThat(small.register(first, SECOND, 1_000_000)).isEqualTo(DONE);
    // Its clock is centuries ahead.
    Statement ahead = said(wild, name(1), at(AD1, wild), Long.MAX_VALUE / 2);
    assertThat(small.register(ahead, SECOND, 1_000_000)).isEqualTo(DONE);
    for (int i = 2; i < 30; i++) {
      long second = 100L * i;
      Statement next = said(OTHER, name(i), at(AD1, OTHER), second * 1_000_000);
      assertThat(small.register(next, second * SECOND, second * 1_000_000))
          .as("newcomer %d", i)
          .isEqualTo(DONE);
    }
    assertThat(small.kept().heard()).hasSize(8);
    assertThat(small.kept().entries()).hasSizeLessThanOrEqualTo(2);
    assertThat(small.register(first, 4000 * SECOND, 4_000_000_000L))
        .isEqualTo(new Refused(Refusal.NOT_NEWER));
  }

  @Test
  void list_goesOnWhereItEnded() {
    Registry many = new Registry(1000);
    List<Name> expected = new ArrayList<>();
    String tail = "x".repeat(150);
    for (int i = 0; i < 20; i++) {
      Name name = new Name(name(i) + tail);
      many.register(said(OWNER, name, at(AD1, OWNER), 1), 0, 0);
      expected.add(name);
    }
    many.register(
        new Registration(new Name("n0007"), at(AD1, OWNER), Duration.ofSeconds(1)).sign(OWNER, 1),
        0,
        0);
    List<Name> listed = new ArrayList<>();
    Optional<Name> after = Optional.empty();
    boolean more = true;
    while (more) {
      Names names = (Names) many.list(after, 2 * SECOND);
      assertThat(names.names()).hasSizeBetween(1, 6);
      listed.addAll(names.names());
      after = Optional.of(names.names().getLast());
      more = names.more();
    }
    assertThat(listed).isEqualTo(expected);
  }
}
