package dev.drover.cli.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.report.RunFile;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.RunResult;
import dev.drover.decide.evacuation.EvacuationPolicies;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class FromLabTest {
  private static final String DEMO = Path.of("..", "scenarios", "demo.yaml").toString();

  /** Stands for the command that has these options. */
  @Command
  private static final class Options {
    @Mixin private final FromLab fromLab = new FromLab();
  }

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private int run(String host, Optional<Path> json, String... words) {
    Options options = new Options();
    new CommandLine(options).parseArgs(words);
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    return options.fromLab.run(host, 1, json, Screen.detect(Map.of()), out);
  }

  @Test
  void allPolicies_areShownSideBySide_andWrittenAsMeasuredOnesAre(@TempDir Path directory) {
    Path json = directory.resolve("runs.json");
    int code = run("h1", Optional.of(json), "--from-lab", DEMO, "--policy", "all");
    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(written.toString(StandardCharsets.UTF_8))
        .startsWith("Simulated, not measured")
        .contains(EvacuationPolicies.names().toArray(String[]::new))
        .contains("Workload lost", "Liu model", "converges");
    assertThat(RunFile.read(json).runs())
        .extracting(RunResult::policy)
        .isEqualTo(EvacuationPolicies.names());
    assertThat(RunFile.read(json).runs())
        .flatExtracting(RunResult::migrations)
        .allSatisfy(each ->
            assertThat(each.liu().isPresent()).isEqualTo(each.technique().equals("pre-copy")))
        .anyMatch(each -> each.liu().isPresent());
  }

  @Test
  void unknownHost_isRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> run("h9", Optional.empty(), "--from-lab", DEMO))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("no host 'h9'")
        .hasMessageContaining("h1, h2, h3");
  }

  @Test
  void unknownPolicy_isRefused() {
    assertThatThrownBy(() -> run("h1", Optional.empty(), "--from-lab", DEMO, "--policy", "best"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("'best' is not a policy");
  }

  @Test
  void policyWithoutALab_isRefused() {
    Options options = new Options();
    new CommandLine(options).parseArgs("--policy", "all");
    assertThatThrownBy(options.fromLab::refuseAlone)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--from-lab");
  }
}
