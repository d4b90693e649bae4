package dev.drover.xia.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.drover.xia.identity.Statement.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class FreshnessTest {
  private static Statement said(Identity by, Kind kind, long counter) {
    return Statement.sign(by, kind, counter, new byte[0]);
  }

  @Test
  void statement_heardBeforeOrOlder_isRefused() {
    Identity one = Identity.generate();
    Freshness freshness = new Freshness(10);
    assertThat(freshness.isNew(said(one, Kind.NAME, 5))).isTrue();
    assertThat(freshness.accept(said(one, Kind.NAME, 5))).isTrue();
    assertThat(freshness.isNew(said(one, Kind.NAME, 5))).isFalse();
    assertThat(freshness.accept(said(one, Kind.NAME, 5))).isFalse();
    assertThat(freshness.accept(said(one, Kind.NAME, 4))).isFalse();
    assertThat(freshness.accept(said(one, Kind.NAME, 7))).isTrue();
    assertThat(freshness.accept(said(one, Kind.NAME, 6))).isFalse();
  }

  @Test
  void kindsAndSigners_haveCountersOfTheirOwn() {
    Identity one = Identity.generate();
    Freshness freshness = new Freshness(10);
    assertThat(freshness.accept(said(one, Kind.NAME, 5))).isTrue();
    assertThat(freshness.accept(said(one, Kind.MIGRATE, 5))).isTrue();
    assertThat(freshness.accept(said(Identity.generate(), Kind.NAME, 1))).isTrue();
    assertThat(freshness.accept(said(one, Kind.MIGRATE, 5))).isFalse();
  }

  @Test
  void strangers_beyondTheBound_pushOutTheLeastRecentlyHeard() {
    Identity heardOften = Identity.generate();
    Identity heardOnce = Identity.generate();
    Freshness freshness = new Freshness(3);
    freshness.accept(said(heardOnce, Kind.NAME, 100));
    for (int i = 1; i <= 20; i++) {
      assertThat(freshness.accept(said(heardOften, Kind.NAME, i))).isTrue();
      assertThat(freshness.accept(said(Identity.generate(), Kind.NAME, 1))).isTrue();
    }
    assertThat(freshness.accept(said(heardOften, Kind.NAME, 20))).isFalse();
    assertThat(freshness.isNew(said(heardOnce, Kind.NAME, 100))).as("forgotten").isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Freshness(0))
        .withMessage("most must be at least 1, not 0");
  }

  @Test
  void counter_growsWhileTheClockStandsAndGoesBack() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plusMillis(7));
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    Counter counter = new Counter(clock);
    assertThat(counter.next()).isEqualTo(7_000);
    assertThat(counter.next()).isEqualTo(7_001);
    now.set(Instant.EPOCH);
    assertThat(counter.next()).isEqualTo(7_002);
    now.set(Instant.EPOCH.plusSeconds(1));
    assertThat(counter.next()).isEqualTo(1_000_000);
    // A restart later: above all before, with nothing written down.
    long last = counter.next();
    now.set(Instant.EPOCH.plusSeconds(1).plusMillis(1));
    assertThat(new Counter(clock).next()).isGreaterThan(last);
  }
}
