package dev.drover.simulate.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulatorTest {
  private final Simulator simulator = new Simulator();

  private record Call(long time, int order) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void events_randomTimes_comeByTimeThenByOrderOfScheduling(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Call> expected = new ArrayList<>();
    List<Call> seen = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Call call = new Call(random.nextLong(500), i);
      expected.add(call);
      simulator.schedule(
          call.time(), simulator.register(() -> seen.add(new Call(simulator.now(), call.order()))));
    }
    expected.sort(Comparator.comparingLong(Call::time).thenComparingInt(Call::order));

    simulator.run(SimTime.NEVER);

    assertThat(seen).as("seed " + seed).isEqualTo(expected);
  }

  @Test
  void run_untilATime_handlesThatTimeAndStandsThere() {
    List<Long> seen = new ArrayList<>();
    int actor = simulator.register(() -> seen.add(simulator.now()));
    simulator.schedule(10, actor);
    simulator.schedule(20, actor);
    simulator.schedule(21, actor);

    simulator.run(20);

    assertThat(seen).containsExactly(10L, 20L);
    assertThat(simulator.now()).isEqualTo(20);
    assertThat(simulator.pending()).isEqualTo(1);
  }

  @Test
  void schedule_inThePast_isRefused() {
    int actor = simulator.register(() -> {});
    simulator.schedule(10, actor);
    simulator.run(10);
    assertThatThrownBy(() -> simulator.schedule(9, actor)).hasMessageContaining("before now");
  }

  @Test
  void timer_putOffAndBroughtForward_runsAtItsLastDeadline() {
    List<Long> seen = new ArrayList<>();
    Timer timer = new Timer(simulator, () -> seen.add(simulator.now()));
    timer.set(100);
    timer.set(50);
    timer.set(70);

    simulator.run(SimTime.NEVER);

    assertThat(seen).containsExactly(70L);
    assertThat(timer.isSet()).isFalse();
  }

  @Test
  void timer_cancelled_doesNotRun() {
    List<Long> seen = new ArrayList<>();
    Timer timer = new Timer(simulator, () -> seen.add(simulator.now()));
    timer.set(100);
    timer.cancel();

    simulator.run(SimTime.NEVER);

    assertThat(seen).isEmpty();
  }

  @Test
  void seeds_sameEntity_drawTheSame_andOthersDoNot() {
    Seeds seeds = new Seeds(7);
    assertThat(seeds.generator("a").nextLong()).isEqualTo(seeds.generator("a").nextLong());
    assertThat(seeds.seed("a")).isNotEqualTo(seeds.seed("b"));
    assertThat(seeds.seed("a")).isNotEqualTo(new Seeds(8).seed("a"));
  }
}
