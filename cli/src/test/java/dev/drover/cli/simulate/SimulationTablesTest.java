package dev.drover.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.terminal.Screen;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.Simulation;
import dev.drover.simulate.scenario.file.ScenarioFile;
import dev.drover.yaml.Setting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SimulationTablesTest {
  private static final Screen NARROW = new Screen(true, 50, false, true);
  private static final Screen WIDE = new Screen(false, Screen.UNBOUNDED, false, true);

  @Test
  void lines_narrowTerminal_fitIt() {
    RunSpec spec = scenario("background", "network=fluid", "vms.*.memory=8MiB");

    assertThat(new SimulationTables(spec, runs(spec, 3)).lines(NARROW))
        .allMatch(line -> line.length() <= 50)
        .anyMatch(line -> line.startsWith("db"));
  }

  @Test
  void lines_oneRun_haveNoInterval() {
    RunSpec spec = scenario("techniques", "network=fluid", "vms.*.memory=8MiB");

    assertThat(new SimulationTables(spec, runs(spec, 1)).lines(WIDE))
        .anyMatch(line -> line.startsWith("post  post-copy"))
        .noneMatch(line -> line.contains("("));
  }

  @Test
  void lines_unfinishedMigration_isNamed() {
    RunSpec spec = scenario("techniques", "network=fluid", "duration=1s");

    assertThat(new SimulationTables(spec, runs(spec, 2)).lines(WIDE))
        .anyMatch(line -> line.startsWith("both") && line.endsWith("2 unfinished"))
        .contains("2 of 2 runs were over before their migrations.");
  }

  /** 4000 and 40,000 pages of 4 KiB are 131 and 1311 Mbit/s; 940 Mbit/s of 1 Gbit/s are pages. */
  @Test
  void lines_preCopy_haveTheModelBesideThem() {
    RunSpec spec =
        scenario("first", "network=fluid", "duration=10ms", "vms.batch.writes.rate=40000");
    Screen screen = new Screen(true, 80, false, true);

    List<String> lines = new SimulationTables(spec, runs(spec, 1)).lines(screen);

    assertThat(lines)
        .containsSequence(
            "LIU MODEL  TIME s  DOWNTIME ms  ROUNDS  ÷ MEMORY  ENERGY J      λ  CONVERGES",
            "─────────  ──────  ───────────  ──────  ────────  ────────  ─────  ─────────",
            "web          2.73         23.1       4      1.24       172  0.139  yes",
            "batch       11.50       2307.6       4      5.32       676  1.395  no");
    assertThat(String.join(" ", lines))
        .contains(
            "Liu model: batch does not converge: memory is dirtied at 1.31Gbit/s, no slower than it"
                + " is sent, 940Mbit/s (λ = 1.39); stopped after 4 rounds.")
        .contains("constants quoted from memory");
  }

  @Test
  void lines_withoutPreCopy_haveNoModel() {
    RunSpec spec =
        scenario("first", "network=fluid", "duration=10ms", "migrations.*.technique=post-copy");

    assertThat(new SimulationTables(spec, runs(spec, 1)).lines(WIDE))
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("liu"));
  }

  @Test
  void progress_manyRuns_countsThemAllOnOneLine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong clock = new AtomicLong();
    RunsProgress progress =
        new RunsProgress(
            new PrintStream(bytes, true, StandardCharsets.UTF_8),
            NARROW,
            scenario("techniques"),
            2,
            () -> clock.addAndGet(Duration.ofSeconds(1).toNanos()));

    progress.show(0, Duration.ofMillis(1500), 1, 0.25);
    progress.show(1, Duration.ofMillis(2500), 2, 0.5);
    progress.close();

    assertThat(bytes.toString(StandardCharsets.UTF_8).split("\r\u001b\\[K", -1))
        .containsExactly(
            "",
            " 12%  0 of 2 runs, 1.50 s simulated, 1 of 8 migra",
            " 37%  0 of 2 runs, 4.00 s simulated, 3 of 8 migra",
            "");
  }

  private static List<RunResult> runs(RunSpec spec, int count) {
    List<RunResult> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(Simulation.run(spec.withSeed(spec.seed() + i)));
    }
    return results;
  }

  private static RunSpec scenario(String name, String... settings) {
    return ScenarioFile.read(
        Path.of("../scenarios/simulate", name + ".yaml"),
        Arrays.stream(settings).map(setting -> Setting.parse("--set", setting)).toList());
  }
}
