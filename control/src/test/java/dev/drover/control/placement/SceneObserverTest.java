package dev.drover.control.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.agent.api.PairRate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SceneObserverTest {
  private static PairRate rate(double bytesPerSecond, long measuredMs) {
    return new PairRate("10.77.1.1", "10.77.1.2", bytesPerSecond, measuredMs);
  }

  @Test
  void pair_seenByBothHosts_isTheirMean() {
    Scene.Pair pair = SceneObserver.pair(0, 1, List.of(rate(1000, 10_000), rate(1200, 10_000)));
    assertThat(pair.bytesPerSecond()).isCloseTo(1100, within(1e-9));
    assertThat(pair.measured()).isEqualTo(Duration.ofSeconds(10));
  }

  /** One of the VMs has just come to its host, which has seen 2 s of their traffic. */
  @Test
  void pair_seenLongerByOneHost_isWhatThatOneSays() {
    Scene.Pair pair = SceneObserver.pair(0, 1, List.of(rate(200, 2_000), rate(1000, 10_000)));
    assertThat(pair.bytesPerSecond()).isEqualTo(1000);
    assertThat(pair.measured()).isEqualTo(Duration.ofSeconds(10));
  }
}
