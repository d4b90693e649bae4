package dev.drover.agent.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.agent.migration.RoundPacer.News;
import dev.drover.hypervisor.Pace;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.model.RoundRate;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.Transport;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundPacerTest {
  private static final Duration NOW = Duration.ofSeconds(4);
  private static final Duration DOWNTIME = Duration.ofMillis(300);
  private static final BitRate LINK = megabits(100);
  private static final BitRate USED = megabits(20);

  /** 30 Mbit/s. */
  private static final DirtyRate DIRTY = DirtyRate.ofBytesPerSecond(30_000_000 / 8);

  private static BitRate megabits(long perSecond) {
    return BitRate.ofMegabitsPerSecond(perSecond);
  }

  private static TransferOptions by(String bandwidth) {
    return new TransferOptions(Optional.of(bandwidth), Transport.DIRECT, false, 1);
  }

  private static RoundPacer pacer(String bandwidth, Technique technique, Optional<BitRate> limit) {
    return RoundPacer.start(by(bandwidth), technique, LINK, limit, DOWNTIME).orElseThrow();
  }

  private static RoundPacer bda() {
    return pacer("bda", Technique.PRE_COPY, Optional.empty());
  }

  private static News began(int round, DirtyRate before) {
    return new News.Began(new RoundBoundary(round, NOW, before));
  }

  @Test
  void bda_steadyDirtyRate_hasTheRatesOfTheDecidersSanityFigures() {
    RoundPacer second = bda().next(began(2, DIRTY));

    assertThat(bda().decide(NOW, USED))
        .isEqualTo(
            new RoundRate(NOW, 1, DirtyRate.ZERO, LINK, USED, LINK, megabits(80), megabits(80)));
    assertThat(second.decide(NOW, USED))
        .isEqualTo(new RoundRate(NOW, 2, DIRTY, LINK, USED, LINK, megabits(50), megabits(80)));
  }

  @Test
  void pace_ofASlowRound_reckonsTheStopAndCopyWithAllThatIsFree() {
    RoundPacer second = bda().next(began(2, DIRTY));

    assertThat(second.pace(second.decide(NOW, USED)))
        .isEqualTo(new Pace(Optional.of(megabits(50)), Optional.empty(), megabits(80), DOWNTIME));
  }

  @Test
  void pace_atFullCapacity_isNone() {
    RoundPacer free = pacer("xen-default", Technique.PRE_COPY, Optional.empty());

    assertThat(free.pace(free.decide(NOW, USED)).round()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bda",
        "bda-usage",
        "bda-printed",
        "xen-default",
        "xen-incremental",
        "unlimited",
        "fixed"
      })
  void limit_ofTheController_isNeverExceeded(String bandwidth) {
    RoundPacer limited =
        pacer(bandwidth, Technique.PRE_COPY, Optional.of(megabits(40))).next(began(2, DIRTY));
    RoundPacer lower = limited.next(new News.Limited(megabits(5)));

    for (RoundPacer each : List.of(limited, lower)) {
      RoundRate decided = each.decide(NOW, BitRate.ZERO);
      assertThat(decided.ceiling()).isEqualTo(each.limit().orElseThrow());
      assertThat(decided.rate()).isLessThanOrEqualTo(decided.ceiling());
      assertThat(decided.stopAndCopy()).isLessThanOrEqualTo(decided.ceiling());
      assertThat(each.pace(decided).round()).contains(decided.rate());
      assertThat(each.pace(decided).postCopy()).isEqualTo(each.limit());
    }
  }

  @Test
  void rounds_thatNobodyToldOf_areAsTheirMean() {
    RoundPacer fifth = bda().next(began(5, DIRTY));

    assertThat(fifth.round()).isEqualTo(5);
    assertThat(fifth.dirtyRates()).containsExactly(DIRTY, DIRTY, DIRTY, DIRTY);
    assertThat(fifth.decide(NOW, USED).rate()).isEqualTo(megabits(50));
  }

  @Test
  void boundary_toldTwice_changesNothing() {
    RoundPacer second = bda().next(began(2, DIRTY));

    assertThat(second.next(began(2, DirtyRate.ZERO))).isEqualTo(second);
  }

  @Test
  void capacity_isThatOfTheSlowerEnd() {
    assertThat(bda().next(new News.Reached(megabits(60))).capacity()).isEqualTo(megabits(60));
    assertThat(bda().next(new News.Reached(megabits(600))).capacity()).isEqualTo(LINK);
  }

  @Test
  void hybrid_isDecidedInItsFirstRoundOnly() {
    RoundPacer hybrid = pacer("bda", Technique.HYBRID, Optional.empty());

    assertThat(hybrid.decides()).isTrue();
    assertThat(hybrid.next(began(2, DIRTY)).decides()).isFalse();
    assertThat(hybrid.next(new News.GivenAway()).decides()).isFalse();
  }

  @Test
  void postCopyAndPlainTransfers_haveNoPacer() {
    assertThat(RoundPacer.start(by("bda"), Technique.POST_COPY, LINK, Optional.empty(), DOWNTIME))
        .isEmpty();
    assertThat(
            RoundPacer.start(
                TransferOptions.PLAIN, Technique.PRE_COPY, LINK, Optional.empty(), DOWNTIME))
        .isEmpty();
  }
}
