package dev.drover.simulate.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.rounds.PreCopyAlgorithms;
import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.decide.rounds.RoundLimit;
import dev.drover.model.Technique;
import dev.drover.model.network.Route;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SimulatedGuestTest {
  private final LineNetwork network =
      new LineNetwork(BitRate.ofMegabitsPerSecond(512), Duration.ofMillis(1), 4096);
  private final SimulatedGuest guest =
      TestMigrations.guest(new SequentialWrites(1000, 256_000_000L));

  private void start(Route route, MigrationTechnique technique, MigrationListener listener) {
    Migration.start(
        network,
        network.topology(),
        guest,
        new MigrationSpec(route, technique, MigrationSettings.DEFAULT),
        listener);
  }

  private static MigrationTechnique technique(Technique technique) {
    return MigrationTechnique.of(
        technique,
        PreCopyAlgorithms.named("pca"),
        new RoundLimit(2),
        RoundCoupling.EARLY_NOTIFICATION);
  }

  @Test
  void resume_whileItRuns_isRefused() {
    assertThatThrownBy(() -> guest.resume("b", 0)).hasMessageContaining("must not run at b too");
    guest.pause(0);
    assertThatThrownBy(() -> guest.pause(0)).hasMessageContaining("does not run");
  }

  @Test
  void start_whereItDoesNotRun_isRefused() {
    assertThatThrownBy(
            () -> start(LineNetwork.ROUTE.reversed(), technique(Technique.PRE_COPY), (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not run at b");
  }

  @Test
  void start_whileItIsMoved_isRefused() {
    start(LineNetwork.ROUTE, technique(Technique.PRE_COPY), (_, _) -> {});
    assertThatThrownBy(() -> start(LineNetwork.ROUTE, technique(Technique.PRE_COPY), (_, _) -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void migration_thereAndBack_standsBetweenTheTwoPlaces(Technique technique) {
    List<String> heard = new ArrayList<>();
    MigrationListener listener =
        new MigrationListener() {
          @Override
          public void roundEnded(Migration migration, RoundRecord round) {
            assertThat(guest.running()).isTrue();
          }

          @Override
          public void paused(Migration migration) {
            assertThat(guest.running()).isFalse();
            heard.add("paused at " + guest.host());
          }

          @Override
          public void resumed(Migration migration) {
            assertThat(guest.running()).isTrue();
            heard.add("runs at " + guest.host());
          }

          @Override
          public void ended(Migration migration, MigrationResult result) {
            heard.add("ended at " + result.runsAt());
          }
        };
    start(LineNetwork.ROUTE, technique(technique), listener);
    network.simulator().run(100 * SimTime.SECOND);
    start(LineNetwork.ROUTE.reversed(), technique(technique), listener);
    network.simulator().run(200 * SimTime.SECOND);
    assertThat(heard)
        .containsExactly(
            "paused at a", "runs at b", "ended at b", "paused at b", "runs at a", "ended at a");
  }
}
