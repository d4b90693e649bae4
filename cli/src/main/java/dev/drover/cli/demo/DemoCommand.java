package dev.drover.cli.demo;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.Script;
import dev.drover.cli.command.Shipped;
import dev.drover.cli.lab.Steady;
import dev.drover.cli.report.Comparison;
import dev.drover.cli.report.ReportPage;
import dev.drover.cli.report.RunFile;
import dev.drover.cli.report.RunSummary;
import dev.drover.cli.terminal.Ink;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import dev.drover.control.result.ResultFile;
import dev.drover.control.result.RunResult;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings a lab up, empties a host three ways, and compares. */
@Command(
    name = "demo",
    description = {
      "Bring a lab of real virtual machines up, empty a host with each policy, and compare.",
      "Takes less than five minutes on two cores. Needs root.",
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  drover demo", "  drover demo --keep", "  drover demo --output /tmp/demo"})
public final class DemoCommand implements Callable<Integer> {
  private static final List<String> POLICIES =
      List.of("traffic-aware", "qemu-parallel", "qemu-serial");

  @Option(names = "--keep", description = "Leave the lab up in the end.")
  private boolean keep;

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      defaultValue = "scenarios/demo.yaml",
      description = "The lab file (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("scenarios/demo.yaml");

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "h1",
      description = "The host to empty (default: ${DEFAULT-VALUE}).")
  private String host = "h1";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where demo-results.json and report.html go (default: here).")
  private Path output = Path.of(".");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Screen screen = Screen.detect(System.getenv());
    say(screen, "Drover empties a host of running virtual machines, three ways.");
    file = Shipped.orShipped(file);
    Scenario scenario = Scenario.read(file);
    check(scenario);
    long startedNs = System.nanoTime();
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    String lab = scenario.lab().name();
    try {
      int up = step(screen, script, List.of("lab", "up", file.toString()));
      if (up != ExitCode.OK) {
        return script.cancelled() ? ExitCode.CANCELLED : up;
      }
      List<RunResult> runs = new ArrayList<>();
      int worst = runs(screen, script, lab, runs);
      if (script.cancelled()) {
        return ExitCode.CANCELLED;
      }
      if (!runs.isEmpty()) {
        finish(screen, scenario, runs);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - startedNs);
      say(screen, "Took " + took.toMinutes() + " min " + took.toSecondsPart() + " s.");
      return worst;
    } finally {
      if (keep && !script.cancelled()) {
        say(screen, "Lab " + lab + " stays up; 'drover lab down " + lab + "' takes it down.");
      } else if (Lab.find(lab).isPresent()) {
        say(screen, "Taking lab " + lab + " down");
        script.runUndisturbed(List.of("lab", "down", lab));
      }
    }
  }

  private int runs(Screen screen, Script script, String lab, List<RunResult> runs)
      throws IOException, InterruptedException {
    int worst = ExitCode.OK;
    Path json = Files.createTempFile("drover-demo", ".json");
    try {
      for (String policy : POLICIES) {
        if (!policy.equals(POLICIES.getFirst())) {
          step(screen, script, List.of("lab", "reset", lab));
        }
        if (script.cancelled()) {
          return ExitCode.CANCELLED;
        }
        Steady.await(Lab.find(lab).orElseThrow());
        Files.writeString(json, "");
        int code =
            step(
                screen,
                script,
                List.of(
                    "evacuate",
                    host,
                    "--policy",
                    policy,
                    "--lab",
                    lab,
                    "--yes",
                    "--json",
                    json.toString()));
        worst = Math.max(worst, code);
        if (Files.size(json) > 0) {
          runs.addAll(RunFile.read(json).runs());
        }
      }
    } finally {
      Files.deleteIfExists(json);
    }
    return worst;
  }

  private void finish(Screen screen, Scenario scenario, List<RunResult> runs) {
    List<RunSummary> summaries = runs.stream().map(RunSummary::of).toList();
    Table table = new Table().left("");
    Comparison.headings(summaries).forEach(table::right);
    for (Comparison.Row row : Comparison.rows(summaries)) {
      List<String> cells = new ArrayList<>(List.of(row.measure()));
      cells.addAll(row.cells());
      table.row(cells);
    }
    out.println();
    table.render(screen).forEach(out::println);
    out.println();
    RunFile file =
        new RunFile(Optional.of(scenario.describe()), Optional.of(Machine.describe()), runs);
    Path json = output.resolve("demo-results.json").normalize();
    Path report = output.resolve("report.html").normalize();
    ResultFile.write(json, file.json());
    ResultFile.write(report, ReportPage.of(file));
    out.println("wrote " + json + " and " + report);
  }

  private void check(Scenario scenario) {
    if (scenario.lab().hosts().stream().noneMatch(each -> each.name().equals(host))) {
      throw CommandFailure.badInput("no host '" + host + "' in " + file + "; choose with --host");
    }
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "--output " + output + " cannot be made (" + e.getMessage() + ")", e);
    }
    if (!Files.isWritable(output)) {
      throw CommandFailure.badInput(
          "--output " + output + " cannot be written to; name a directory that you may write to");
    }
    String lab = scenario.lab().name();
    if (Lab.find(lab).isPresent()) {
      throw CommandFailure.badInput(
          "lab '" + lab + "' is up already; take it down first: drover lab down " + lab);
    }
  }

  private int step(Screen screen, Script script, List<String> command) {
    if (script.cancelled()) {
      return ExitCode.CANCELLED;
    }
    out.println();
    say(screen, "$ drover " + String.join(" ", command));
    return script.run(command);
  }

  private void say(Screen screen, String line) {
    out.println(Ink.BOLD.on(screen, screen.plain(line)));
    out.flush();
  }
}
