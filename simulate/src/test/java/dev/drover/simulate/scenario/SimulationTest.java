package dev.drover.simulate.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.packet.TcpTrace;
import dev.drover.simulate.scenario.file.ScenarioFile;
import dev.drover.yaml.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SimulationTest {
  /** Each end of a span is rounded to a nanosecond. */
  private static final Duration ROUNDING = Duration.ofNanos(2);

  @ParameterizedTest
  @ValueSource(strings = {"background", "data-centre"})
  void run_sameSpec_givesTheSameResult(String scenario) {
    RunSpec spec = scenario(scenario, "vms.*.memory=64MiB");

    assertThat(Simulation.run(spec)).isEqualTo(Simulation.run(spec));
  }

  @Test
  void run_otherSeed_givesAnotherResult() {
    RunSpec spec = scenario("background", "vms.*.memory=16MiB");

    RunResult one = Simulation.run(spec);
    RunResult other = Simulation.run(spec.withSeed(2));

    assertThat(other.seed()).isEqualTo(2);
    assertThat(other.traffic()).isNotEqualTo(one.traffic());
  }

  @Test
  void run_watched_givesTheSameResult() {
    RunSpec spec = scenario("techniques", "vms.*.memory=16MiB");
    List<Duration> times = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    TreeMap<String, Integer> looks = new TreeMap<>();
    RunWatcher watcher =
        new RunWatcher() {
          @Override
          public void progress(Duration simulated, int ended, double moved) {
            times.add(simulated);
            shares.add(moved);
          }

          @Override
          public Optional<TcpTrace> trace(String stream) {
            return Optional.of((_, _, _, _, _, _) -> looks.merge(stream, 1, Integer::sum));
          }
        };

    assertThat(Simulation.run(spec, watcher)).isEqualTo(Simulation.run(spec));
    assertThat(shares).isSorted().contains(1.0).anyMatch(share -> share > 0.3 && share < 0.7);
    assertThat(times).isSorted().hasSizeGreaterThan(10);
    assertThat(looks).containsOnlyKeys("both", "cold", "post", "pre");
  }

  @ParameterizedTest
  @EnumSource(NetworkMode.class)
  void run_groups_followOneAnother(NetworkMode network) {
    RunResult result =
        Simulation.run(scenario("techniques", "vms.*.memory=16MiB", "network=" + network));

    List<MigrationResult> ended = result.ended();
    assertThat(result.complete()).isTrue();
    assertThat(ended).hasSize(4);
    for (int i = 1; i < ended.size(); i++) {
      assertThat(ended.get(i).start()).isCloseTo(ended.get(i - 1).end(), ROUNDING);
    }
    assertThat(result.totalTime()).contains(ended.getLast().end());
    assertThat(result.simulated()).isCloseTo(ended.getLast().end(), ROUNDING);
  }

  @Test
  void run_overBeforeItsMigrations_namesTheUnfinished() {
    RunResult result = Simulation.run(scenario("techniques", "duration=2s"));

    assertThat(result.simulated()).isEqualTo(Duration.ofSeconds(2));
    assertThat(result.complete()).isFalse();
    assertThat(result.totalTime()).isEmpty();
    assertThat(result.migrations().getFirst()).isInstanceOf(RunResult.Move.Ended.class);
    assertThat(result.migrations().getLast()).isInstanceOf(RunResult.Move.Unfinished.class);
  }

  @ParameterizedTest
  @EnumSource(NetworkMode.class)
  void run_constantRateBesideNothing_arrivesWhole(NetworkMode network) {
    RunResult result =
        Simulation.run(
            scenario("first", "network=" + network, "duration=2s", "migrations.*.start=1500ms"));

    RunResult.TrafficResult backup = result.traffic().getFirst();
    assertThat(backup.loss().orElseThrow().before().bitsPerSecond() / 1e6)
        .isCloseTo(300, within(1.0));
  }

  /** Half the time at 100 Mbit/s each. */
  @ParameterizedTest
  @EnumSource(NetworkMode.class)
  void run_onOff_sendsItsShareOfTheTime(NetworkMode network) {
    RunResult result =
        Simulation.run(
            scenario(
                "wiring",
                "network=" + network,
                "duration=10s",
                "traffic=[{name: a, kind: on-off, source: web, destination: client,"
                    + " rate: 100Mbit/s, on: 100ms, off: 100ms}]"));

    assertThat(result.traffic().getFirst().goodput().bitsPerSecond() / 1e6)
        .isCloseTo(50, within(0.5));
  }

  @ParameterizedTest
  @EnumSource(NetworkMode.class)
  void run_arrivals_comeAtTheirRateAndEnd(NetworkMode network) {
    RunResult result =
        Simulation.run(
            scenario(
                "wiring",
                "network=" + network,
                "duration=20s",
                "traffic=[{name: a, kind: arrivals, source: all, destination: all, flows: 100,"
                    + " size: 10kB}]"));

    RunResult.TrafficResult traffic = result.traffic().getFirst();
    assertThat(traffic.flowsStarted()).isCloseTo(2000, within(135));
    assertThat(traffic.flowsEnded()).isBetween(traffic.flowsStarted() - 20, traffic.flowsStarted());
    assertThat(traffic.delivered().count())
        .isBetween(traffic.flowsEnded() * 10_000L, traffic.flowsStarted() * 10_000L);
    assertThat(traffic.completion().orElseThrow().median()).isPositive();
  }

  @Test
  void run_dynamicRouting_givesParallelMigrationsWaysOfTheirOwn() {
    RunResult balanced = Simulation.run(scenario("early-notification", "network=fluid"));
    RunResult single =
        Simulation.run(scenario("early-notification", "network=fluid", "routing=static"));

    assertThat(balanced.ended())
        .extracting(move -> move.route().nodes().get(2))
        .doesNotHaveDuplicates();
    assertThat(single.ended()).extracting(move -> move.route().nodes().get(2)).containsOnly("s1");
    assertThat(single.totalTime().orElseThrow())
        .isGreaterThan(balanced.totalTime().orElseThrow().multipliedBy(2));
  }

  @Test
  void run_givenRoute_isTakenWhateverTheDeciderSays() {
    RunResult result =
        Simulation.run(
            scenario(
                "early-notification",
                "network=fluid",
                "vms.*.memory=16MiB",
                "routes=[{nodes: [h4, s5, s3, s4, h1]}]"));

    MigrationResult given = result.ended().getFirst();
    assertThat(given.route().nodes()).containsExactly("h4", "s5", "s3", "s4", "h1");
    assertThat(result.ended().stream().skip(1))
        .allMatch(other -> !other.route().nodes().contains("s3"));
  }

  private static RunSpec scenario(String name, String... settings) {
    return ScenarioFile.read(
        Path.of("../scenarios/simulate", name + ".yaml"),
        Arrays.stream(settings).map(setting -> Setting.parse("--set", setting)).toList());
  }
}
