package dev.drover.control.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.PlacementReport.TokenState;
import dev.drover.control.execute.CancelSignal;
import dev.drover.control.inventory.ControlException;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class MeasuredSceneTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final TokenState IDLE = new TokenState("idle", 0, 0, 0, 0, 0, Optional.empty());

  private final List<Duration> told = new ArrayList<>();
  private final CancelSignal cancel = new CancelSignal();
  private Duration now = Duration.ZERO;
  private int looks;

  private static Scene scene(Duration... measured) {
    List<Scene.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < measured.length; i++) {
      pairs.add(new Scene.Pair(i, i + 1, 1000, measured[i]));
    }
    Scene.Host host =
        new Scene.Host(
            "h1",
            List.of("r1"),
            List.of(1.0),
            Optional.empty(),
            WINDOW,
            Bytes.ofMebibytes(1),
            IDLE);
    return new Scene(List.of(host), List.of(), pairs, new TreeMap<>());
  }

  private Scene await(Function<Duration, Scene> at) {
    return new MeasuredScene(
            () -> {
              looks++;
              return at.apply(now);
            },
            time -> now = now.plus(time))
        .await(cancel, told::add);
  }

  @Test
  void await_allMeasured_isThereAtOnce() {
    Scene full = scene(WINDOW, WINDOW.plusSeconds(1));
    assertThat(await(_ -> full)).isSameAs(full);
    assertThat(looks).isEqualTo(1);
    assertThat(told).isEmpty();
  }

  @Test
  void await_aPairIsNew_waitsForItsWindowAndSaysSoOnce() {
    Scene seen = await(at -> scene(WINDOW, at.plusSeconds(3)));
    assertThat(seen.unmeasuredFor()).isEqualTo(Duration.ZERO);
    assertThat(now).isEqualTo(Duration.ofSeconds(7));
    assertThat(told).containsExactly(Duration.ofSeconds(7));
  }

  /** Somebody always begins to talk to somebody: no reason to wait for ever. */
  @Test
  void await_pairsKeepComing_endsAfterTwoWindows() {
    Scene seen = await(_ -> scene(Duration.ofSeconds(9)));
    assertThat(seen.unmeasuredFor()).isEqualTo(Duration.ofSeconds(1));
    assertThat(now).isEqualTo(WINDOW.multipliedBy(2));
  }

  @Test
  void await_hostsAreSlowAtFirst_asksThemAgain() {
    Scene whole = scene(WINDOW);
    Scene seen =
        await(_ ->
            switch (looks) {
              case 1 -> throw new ControlException("no host answers");
              case 2 -> without(whole);
              default -> whole;
            });
    assertThat(seen).isSameAs(whole);
  }

  @Test
  void await_aHostIsDown_goesOnWithoutIt() {
    Scene seen = await(_ -> without(scene(WINDOW)));
    assertThat(seen.unreachable()).containsOnlyKeys("h2");
    assertThat(looks).isEqualTo(3);
  }

  @Test
  void await_noHostAnswers_saysSo() {
    assertThatThrownBy(() ->
            await(_ -> {
              throw new ControlException("no host answers");
            }))
        .isInstanceOf(ControlException.class)
        .hasMessage("no host answers");
    assertThat(looks).isEqualTo(3);
  }

  private static Scene without(Scene scene) {
    return new Scene(
        scene.hosts(), scene.vms(), scene.pairs(), new TreeMap<>(Map.of("h2", "timed out")));
  }

  @Test
  void await_cancelled_isWhatIsThere() {
    cancel.cancel();
    assertThat(await(_ -> scene(Duration.ZERO)).unmeasuredFor()).isEqualTo(WINDOW);
    assertThat(now).isEqualTo(Duration.ZERO);
  }
}
