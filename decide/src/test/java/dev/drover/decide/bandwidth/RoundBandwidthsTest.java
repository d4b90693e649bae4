package dev.drover.decide.bandwidth;

import static dev.drover.decide.testing.Some.mbit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.DirtyRate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every way to choose a round's rate. */
final class RoundBandwidthsTest {
  static List<String> names() {
    return RoundBandwidths.names();
  }

  @Test
  void names_areUnique() {
    assertThat(RoundBandwidths.names()).doesNotHaveDuplicates().contains("bda", "xen-default");
  }

  @Test
  void unknownName_isRefusedWithTheNames() {
    assertThatThrownBy(() -> RoundBandwidths.named("fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'fast'")
        .hasMessageContaining("xen-incremental");
  }

  @Test
  void fixedName_carriesItsRate() {
    assertThat(RoundBandwidths.named("fixed=50Mbit/s").rate(round(1, 1000, 0))).isEqualTo(mbit(50));
    assertThat(RoundBandwidths.named("fixed=50Mbit/s").rate(round(1, 10, 0))).isEqualTo(mbit(10));
  }

  @ParameterizedTest
  @MethodSource("names")
  void rate_isAboveZeroAndWithinCapacityAndCeiling(String name) {
    RoundBandwidth bandwidth = RoundBandwidths.named(name);
    assertThat(bandwidth.name()).isEqualTo(name);
    assertThat(bandwidth.description()).isNotBlank();
    for (long seed = 0; seed < 5000; seed++) {
      RoundObservation round = draw(seed);
      BitRate rate = bandwidth.rate(round);
      assertThat(rate.bitsPerSecond()).as("seed %d: %s", seed, round).isPositive();
      assertThat(rate).as("seed %d: %s", seed, round).isLessThanOrEqualTo(round.capacity());
      if (!name.equals("unlimited")) {
        assertThat(rate).as("seed %d: %s", seed, round).isLessThanOrEqualTo(round.ceiling());
      }
      assertThat(RoundBandwidths.named(name).rate(draw(seed))).as("seed %d", seed).isEqualTo(rate);
    }
  }

  @Test
  void xenDefault_leavesTheChoiceToTheNic() {
    assertThat(new XenDefault().rate(round(1, 1000, 700))).isEqualTo(mbit(1000));
  }

  @Test
  void xenIncremental_followsTheDirtyRateUpToItsMaximum() {
    XenIncremental xen = XenIncremental.defaults();
    assertThat(xen.rate(round(1, 1000, 0))).isEqualTo(mbit(100));
    assertThat(xen.rate(round(2, 1000, 0, 40))).isEqualTo(mbit(90));
    assertThat(xen.rate(round(3, 1000, 0, 40, 10))).isEqualTo(mbit(60));
    assertThat(xen.rate(round(4, 1000, 0, 40, 10, 470))).isEqualTo(mbit(500));
    assertThat(xen.rate(round(2, 100, 0, 70))).isEqualTo(mbit(100));
  }

  @Test
  void xenIncremental_inTheStopAndCopy_sendsAtItsMaximum() {
    RoundObservation last =
        new RoundObservation(2, true, mbit(1000), BitRate.ZERO, mbit(1000), List.of(dirty(1)));
    assertThat(XenIncremental.defaults().rate(last)).isEqualTo(mbit(500));
  }

  @Test
  void observation_withoutADirtyRateForEachRound_isRefused() {
    assertThatThrownBy(() -> round(3, 100, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("round 3");
  }

  static RoundObservation round(int round, long capacity, long used, long... dirtyMegabits) {
    List<DirtyRate> rates = new ArrayList<>();
    for (long megabits : dirtyMegabits) {
      rates.add(dirty(megabits));
    }
    return new RoundObservation(round, false, mbit(capacity), mbit(used), mbit(capacity), rates);
  }

  /** A dirty rate that takes so many Mbit/s to send. */
  static DirtyRate dirty(long megabits) {
    return DirtyRate.ofBytesPerSecond(megabits * 125_000);
  }

  private static RoundObservation draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int round = random.nextInt(1, 31);
    List<DirtyRate> rates = new ArrayList<>();
    for (int i = 1; i < round; i++) {
      boolean none = random.nextInt(5) == 0;
      rates.add(
          none
              ? DirtyRate.ZERO
              : DirtyRate.ofBytesPerSecond(random.nextLong(1L << random.nextInt(1, 40))));
    }
    return new RoundObservation(
        round,
        random.nextBoolean(),
        BitRate.ofBitsPerSecond(random.nextLong(1, 1L << random.nextInt(1, 40))),
        BitRate.ofBitsPerSecond(random.nextLong(1L << random.nextInt(1, 40))),
        BitRate.ofBitsPerSecond(random.nextLong(1, 1L << random.nextInt(1, 40))),
        rates);
  }
}
