package dev.drover.simulate.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.rounds.RoundCoupling;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.migration.MigrationTechnique;
import dev.drover.simulate.packet.TcpConfig;
import dev.drover.simulate.scenario.MemoryPattern;
import dev.drover.simulate.scenario.NetworkMode;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.SizeDistribution;
import dev.drover.simulate.scenario.TrafficSpec;
import dev.drover.simulate.scenario.TrafficSpec.Load;
import dev.drover.yaml.Setting;
import dev.drover.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ScenarioFileTest {
  private static final String GOOD =
      """
      name: move
      seed: 7
      network: fluid
      topology: {shape: star, hosts: 3, rate: 1Gbit/s, delay: 10us, buffer: 128KiB}
      tcp: {base: standard, variant: cubic, rackTlp: on, minTimeout: 200ms, idleRestart: off}
      routing: ecmp
      traffic:
        - {name: cbr, kind: constant, source: h1, destination: h2, rate: 10Mbit/s}
        - name: flows
          kind: arrivals
          source: all
          destination: [h1, h2]
          flows: 20
          size: {distribution: pareto, mean: 1MB, shape: 1.5}
      vms:
        - {name: web, host: h1, memory: 64MiB, writes: {pattern: uniform, rate: 500}}
        - name: shop
          host: h2
          memory: 1GiB
          writes:
            pattern: phased
            phases:
              - {time: 2s, pattern: idle}
              - {time: 1s, pattern: hot-cold, rate: 100, workingSet: 1MiB}
      migrations:
        - {vm: web, destination: h2, start: 1s, coupling: early-notification, algorithm: bda}
        - {vm: shop, destination: h3, technique: post-copy, group: 2}
      """;

  @Test
  void read_completeFile_hasEveryValue() {
    RunSpec spec = parse(GOOD);

    assertThat(spec.name()).isEqualTo("move");
    assertThat(spec.seed()).isEqualTo(7);
    assertThat(spec.network()).isEqualTo(NetworkMode.FLUID);
    assertThat(spec.topology().hosts()).containsExactly("h1", "h2", "h3");
    assertThat(spec.topology().links())
        .allMatch(link -> link.delay().equals(Duration.ofNanos(10_000)));
    assertThat(spec.tcp().rackTlp()).isTrue();
    assertThat(spec.tcp().minTimeout()).isEqualTo(Duration.ofMillis(200));
    assertThat(spec.tcp().idleRestart()).isEqualTo(TcpConfig.IdleRestart.OFF);
    assertThat(spec.routing()).isEqualTo("ecmp");
    assertThat(spec.traffic().getFirst().load())
        .isEqualTo(
            new Load.ConstantRate(
                BitRate.ofMegabitsPerSecond(10), TrafficSpec.Transport.UDP, Bytes.of(1472)));
    assertThat(spec.traffic().getLast().sources()).containsExactly("h1", "h2", "h3");
    assertThat(spec.traffic().getLast().load())
        .isEqualTo(
            new Load.Arrivals(
                20,
                new SizeDistribution.Pareto(Bytes.of(1_000_000), 1.5, Bytes.of(1_000_000_000))));
    assertThat(spec.vms().getFirst().writes()).isEqualTo(new MemoryPattern.Uniform(500));
    assertThat(spec.vms().getLast().writes())
        .isEqualTo(
            new MemoryPattern.Phased(
                List.of(
                    new MemoryPattern.Phase(Duration.ofSeconds(2), new MemoryPattern.Idle()),
                    new MemoryPattern.Phase(
                        Duration.ofSeconds(1),
                        new MemoryPattern.HotCold(100, Bytes.ofMebibytes(1), 0.9)))));
    assertThat(spec.migrations().getFirst().technique())
        .isInstanceOfSatisfying(
            MigrationTechnique.PreCopy.class,
            technique -> {
              assertThat(technique.algorithm().name()).isEqualTo("bda");
              assertThat(technique.coupling()).isEqualTo(RoundCoupling.EARLY_NOTIFICATION);
            });
    assertThat(spec.migrations().getLast().technique())
        .isInstanceOf(MigrationTechnique.PostCopy.class);
    assertThat(spec.migrations().getLast().group()).isEqualTo(2);
    assertThat(spec.duration()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          name: move          | name: a b        | 1: scenario: 'name': 'a b' is not a name; use 1 to 32 letters, digits, '-' and '_'
          network: fluid      | network: liquid  | 3: scenario: 'network': 'liquid' is unknown; use one of packet, fluid
          network: fluid      | netwrok: fluid   | 3: scenario: 'netwrok' is not a field of it; did you mean network?
          shape: star         | shape: stra      | 4: topology: 'shape': 'stra' is unknown; did you mean star?
          hosts: 3            | hosts: 1         | 4: topology: 'hosts': a star has at least 2 hosts: 1
          rate: 1Gbit/s       | rate: 1GBit      | 4: topology: 'rate': '1GBit' is not a rate: unit 'GBit'
          buffer: 128KiB      | buffer: 12x      | 4: topology: 'buffer': '12x' is not a size
          base: standard      | base: standard, sack: off | 5: tcp: 'base': rackTlp needs sack
          rackTlp: on         | rackTlp: maybe   | 5: tcp: 'rackTlp': 'maybe' is neither on nor off; write on or off
          variant: cubic      | variant: bbr     | 5: tcp: 'variant': 'bbr' is unknown; use newreno or cubic
          routing: ecmp       | routing: ecpm    | 6: scenario: 'routing': 'ecpm' is unknown; did you mean ecmp?
          destination: h2, rate | destination: h1, rate | 8: traffic: 'source': h1 cannot send to itself
          destination: h2, rate | destination: h9, rate | 8: traffic: 'destination': 'h9' is unknown; did you mean h1 or h2 or h3?
          kind: constant      | kind: consant    | 8: traffic: 'kind': 'consant' is unknown; did you mean constant?
          name: flows         | name: cbr        | 9: traffic: 'cbr' is used twice; give each its own name
          [h1, h2]            | [h1, hh]         | 12: traffic: 'destination': 'hh' is unknown
          flows: 20           | flows: none      | 13: traffic: 'flows': 'none' is not a number such as 250 or 0.5
          shape: 1.5          | shape: 1         | 14: size of traffic 'flows': 'shape': shape must be above 1: 1.0
          mean: 1MB, shape    | shape            | 14: size of traffic 'flows': 'mean' is missing; add it
          memory: 64MiB       | memory: 64       | 16: vm: 'memory': '64' is not a size
          memory: 64MiB       | memory: 6kB      | 16: vm: 'memory': memory must be whole pages of 4KiB, at least one: 6000B
          pattern: uniform    | pattern: unfirm  | 16: writes of vm 'web': 'pattern': 'unfirm' is unknown; did you mean uniform?
          pattern: uniform    | pattern: trace, file: no.trace | 16: writes of vm 'web': no.trace: no such file; name an existing memory trace
          name: shop          | name: web        | 17: vm: 'web' is used twice; give each VM its own name
          workingSet: 1MiB    | workingSet: 2GiB | 24: phase: 'workingSet' must be from 4KiB to below the memory of 1GiB; change one
          time: 2s            | time: 0s         | 23: phase: 'time' must be above 0s; raise it
          vm: shop            | vm: web          | 27: migration: 'web' is moved twice; keep one of its migrations
          vm: shop            | vm: shp          | 27: migration: 'vm': 'shp' is unknown; did you mean shop?
          destination: h3     | destination: h2  | 27: migration: 'shop' runs there already; name another host
          algorithm: bda      | algorithm: bad   | 26: migration: 'algorithm': 'bad' is unknown; did you mean bda?
          group: 2            | group: 0         | 27: migration: 'group': groups count from 1: 0
          group: 2            | stop: {rounds: 0} | 27: stop: 'rounds': maxRounds must be at least 1: 0
          group: 2            | stop: {conditions: vmware} | 27: stop: 'conditions': 'vmware' is unknown; use one of xen, qemu
          routing: ecmp       | routes: [{nodes: [h1, h2]}] | 6: route: 'nodes': a route goes from h1 to h2, which no link joins
          routing: ecmp       | routes: [{nodes: [h1]}] | 6: route: 'nodes': a route has two ends at least
          routing: ecmp       | routes: [{nodes: [h1, s1, h2]}, {nodes: [h1, s1, h2]}] | 6: route: there is one from h1 to h2 already
          seed: 7             | seed: 7, 8       | 2: scenario: 'seed': '7, 8' is not a whole number such as 1
          seed: 7             | seed: [          | 4: not YAML:
          """)
  void read_brokenFile_refusesNamingFileLineAndReason(String from, String to, String message) {
    assertThat(GOOD).contains(from);
    int at = GOOD.indexOf(from);
    String text = GOOD.substring(0, at) + to + GOOD.substring(at + from.length());

    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("move.yaml:" + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_hostThatNothingReaches_isRefused() {
    String text =
        GOOD.replace(
            "shape: star, hosts: 3, rate: 1Gbit/s, delay: 10us, buffer: 128KiB",
            "shape: explicit, hosts: [h1, h2, h3], links: [{ends: [h1, h2], rate: 1Gbit/s}]");

    assertThatThrownBy(() -> parse(text))
        .hasMessage("move.yaml:4: topology: no way from 'h1' to 'h3'; add a link");
  }

  @Test
  void read_noMigrationsAndNoDuration_isRefused() {
    String text = GOOD.substring(0, GOOD.indexOf("migrations:"));

    assertThatThrownBy(() -> parse(text))
        .hasMessage("move.yaml:1: scenario: 'duration': a run without migrations needs a duration");
  }

  @Test
  void read_settings_winOverTheFile() {
    RunSpec spec =
        parse(
            GOOD,
            "vms.web.memory=512MiB",
            "migrations[0].technique=post-copy",
            "migrations.*.group=3",
            "tcp.pacing=on",
            "topology.hosts=5");

    assertThat(spec.vms().getFirst().memory()).isEqualTo(Bytes.ofMebibytes(512));
    assertThat(spec.migrations())
        .allMatch(plan -> plan.technique() instanceof MigrationTechnique.PostCopy)
        .allMatch(plan -> plan.group() == 3);
    assertThat(spec.tcp().pacing()).isTrue();
    assertThat(spec.topology().hosts()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          vms.wbe.memory=1GiB       | 'vms' has no item named 'wbe'; did you mean web?
          vms.web.memroy=1GiB       | vm: 'memroy' is not a field of it; did you mean memory?
          migrations.web.start=soon | migration: 'start': 'soon' is not a time
          migrations[2].group=1     | 'migrations' has 2 items; the first is [0]
          tpc.sack=off              | scenario: 'tpc' is not a field of it; did you mean tcp?
          """)
  void read_settingThatMeansNothing_refusesNamingIt(String setting, String message) {
    assertThatThrownBy(() -> parse(GOOD, setting))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("--set " + setting + ": " + message);
  }

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../scenarios/simulate"))) {
      return files.toList().stream().filter(file -> file.toString().endsWith(".yaml")).sorted();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void read_shippedScenario_isNamedAsItsFile(Path file) {
    RunSpec spec = ScenarioFile.read(file, List.of());

    assertThat(file.getFileName()).hasToString(spec.name() + ".yaml");
  }

  private static RunSpec parse(String text, String... settings) {
    return ScenarioFile.parse(
        text,
        Path.of("move.yaml"),
        Arrays.stream(settings).map(setting -> Setting.parse("--set", setting)).toList());
  }
}
