package dev.drover.decide.rounds;

import static dev.drover.decide.testing.Some.mbit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class StopConditionsTest {
  private static final Bytes MEMORY = Bytes.ofMebibytes(100);
  private static final Bytes PAGE = Bytes.of(4096);
  private final XenStopConditions xen = XenStopConditions.defaults();

  @Test
  void xen_amidTheRounds_continues() {
    assertThat(stopped(xen, round(1, 100, 100, 20, 20))).isEmpty();
    assertThat(stopped(xen, round(29, 10, 290, 9, 9))).isEmpty();
  }

  @Test
  void xen_after30Rounds_stops() {
    assertThat(stopped(xen, round(30, 10, 290, 9, 9))).contains("rounds");
    assertThat(stopped(xen.withMaxRounds(OptionalInt.empty()), round(30, 10, 290, 9, 9))).isEmpty();
    assertThat(stopped(xen.withMaxRounds(OptionalInt.of(3)), round(3, 10, 290, 9, 9)))
        .contains("rounds");
  }

  @Test
  void xen_at50Pages_stops() {
    assertThat(stopped(xen, ofPages(51, 51))).isEmpty();
    assertThat(stopped(xen, ofPages(50, 50))).contains("threshold");
    assertThat(stopped(xen.withThreshold(Optional.empty()), ofPages(50, 50))).isEmpty();
  }

  @Test
  void xen_whenOnlyHeldBackPagesRemain_stops() {
    assertThat(stopped(xen, ofPages(50, 5000))).contains("threshold");
  }

  @Test
  void xen_aboveThreeTimesTheMemory_stops() {
    assertThat(stopped(xen, round(8, 40, 300, 30, 30))).isEmpty();
    assertThat(stopped(xen, round(8, 40, 301, 30, 30))).contains("traffic");
    assertThat(stopped(xen.withTrafficFactor(OptionalDouble.empty()), round(8, 40, 900, 30, 30)))
        .isEmpty();
  }

  @Test
  void xen_whenMoreIsDirtiedThanSent_stops() {
    assertThat(stopped(xen, round(2, 40, 140, 40, 40))).isEmpty();
    assertThat(stopped(xen, round(2, 40, 140, 41, 41))).contains("dirty-rate");
    assertThat(stopped(xen.withDirtyRate(false), round(2, 40, 140, 41, 41))).isEmpty();
  }

  @Test
  void xen_whileALaterRoundMayBeFaster_doesNotMindTheDirtyRate() {
    PreCopyProgress slow =
        new PreCopyProgress(2, MEMORY, mebi(40), mebi(140), mebi(80), mebi(80), mbit(100), true);
    assertThat(stopped(xen, slow)).isEmpty();
  }

  /** 300 ms at 200 Mbit/s: 7,500,000 bytes. */
  @Test
  void downtimeLimit_stopsWhenTheRestFitsIntoIt() {
    StopCondition qemu = new DowntimeLimit(DowntimeLimit.QEMU);
    assertThat(stopped(qemu, remaining(7_500_001, mbit(200)))).isEmpty();
    assertThat(stopped(qemu, remaining(7_500_000, mbit(200)))).contains("downtime-limit");
    assertThat(stopped(qemu, remaining(1, BitRate.ZERO))).isEmpty();
    assertThat(stopped(qemu, remaining(0, BitRate.ZERO))).contains("downtime-limit");
  }

  @Test
  void downtimeLimit_countsPagesHeldBack() {
    StopCondition qemu = new DowntimeLimit(Duration.ofMillis(100));
    assertThat(stopped(qemu, round(5, 20, 200, 0, 20))).isEmpty();
  }

  @Test
  void or_stopsWhenEitherDoes() {
    StopCondition bounded = new DowntimeLimit(DowntimeLimit.QEMU).or(new RoundLimit(10));
    assertThat(stopped(bounded, round(9, 40, 400, 40, 40))).isEmpty();
    assertThat(stopped(bounded, round(10, 40, 400, 40, 40))).contains("rounds");
    assertThat(stopped(bounded, round(10, 40, 400, 1, 1))).contains("downtime-limit");
  }

  @Test
  void xen_atOneRate_isThreeBounds() {
    StopBounds bounds = xen.bounds(MEMORY, mbit(200));
    assertThat(bounds.threshold()).contains(Bytes.of(204_800));
    assertThat(bounds.maxRounds()).hasValue(30);
    assertThat(bounds.maxTraffic()).contains(mebi(300));
  }

  @Test
  void or_atOneRate_isWhateverIsMetFirst() {
    StopBounds bounds =
        new DowntimeLimit(Duration.ofMillis(300))
            .or(new RoundLimit(10))
            .or(xen)
            .or(progress -> StopDecision.CONTINUE)
            .bounds(MEMORY, mbit(200));
    assertThat(bounds.threshold()).contains(Bytes.of(7_500_000));
    assertThat(bounds.maxRounds()).hasValue(10);
    assertThat(bounds.maxTraffic()).contains(mebi(300));
  }

  @Test
  void progress_thatContradictsItself_isRefused() {
    assertThatThrownBy(() -> round(1, 10, 10, 5, 4)).hasMessageContaining("remaining");
    assertThatThrownBy(() -> round(1, 10, 9, 5, 5)).hasMessageContaining("sentInAll");
  }

  private static Optional<String> stopped(StopCondition condition, PreCopyProgress progress) {
    return switch (condition.decide(progress)) {
      case StopDecision.Continue _ -> Optional.empty();
      case StopDecision.StopAndCopy(String name, String reason) -> {
        assertThat(reason).isNotBlank();
        yield Optional.of(name);
      }
    };
  }

  private static PreCopyProgress round(
      int round, long sent, long sentInAll, long next, long remaining) {
    return new PreCopyProgress(
        round, MEMORY, mebi(sent), mebi(sentInAll), mebi(next), mebi(remaining), mbit(200), false);
  }

  private static PreCopyProgress ofPages(long next, long remaining) {
    return new PreCopyProgress(
        4,
        MEMORY,
        mebi(20),
        mebi(150),
        Bytes.of(next * PAGE.count()),
        Bytes.of(remaining * PAGE.count()),
        mbit(200),
        false);
  }

  private static PreCopyProgress remaining(long bytes, BitRate measured) {
    return new PreCopyProgress(
        4, MEMORY, mebi(20), mebi(150), Bytes.of(bytes), Bytes.of(bytes), measured, false);
  }

  private static Bytes mebi(long mebibytes) {
    return Bytes.ofMebibytes(mebibytes);
  }
}
