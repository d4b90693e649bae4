package dev.drover.cli.simulate;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.command.Shipped;
import dev.drover.cli.forecast.FromLab;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.ResultFile;
import dev.drover.simulate.scenario.NetworkMode;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunSpec;
import dev.drover.simulate.scenario.file.ScenarioFile;
import dev.drover.yaml.Setting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover simulate}: tries a scenario before anything real is touched. */
@Command(
    name = "simulate",
    description = {
      "Simulate migrations, their guests, the network and what else it carries, as a file describes"
          + " them (docs/simulate.md).",
      "The same file, settings and seed give the same result, bit for bit.",
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover simulate scenarios/simulate/first.yaml",
      "  drover simulate scenarios/simulate/first.yaml --set vms.web.memory=512MiB --repeat 10",
      "  drover simulate scenarios/simulate/techniques.yaml --set network=fluid --json result.json",
      "  drover simulate --from-lab scenarios/demo.yaml h1 --policy all",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:simulated",
      "1:failed, or migrations that had not ended after an hour of simulated time",
      "2:wrong arguments, file or setting; nothing was done",
      "130:cancelled with Ctrl-C; nothing was written",
    })
public final class SimulateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SCENARIO.yaml | HOST",
      description = "The scenario; with --from-lab the host to empty.")
  private Path file = Path.of("");

  @Mixin private final FromLab fromLab = new FromLab();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first run (default: the scenario's).")
  private @Nullable Long seed;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Put a value over the file's, such as vms.web.memory=512MiB, migrations[0].technique="
              + "post-copy or migrations.*.coupling=early-notification; may be given often.")
  private List<String> settings = List.of();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Make N runs, with seeds one apart, on all cores (default: ${DEFAULT-VALUE}).")
  private int repeat = 1;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results there too.")
  private @Nullable Path json;

  @Option(
      names = "--trace",
      paramLabel = "DIR",
      description =
          "Write congestion window and round trip of each TCP stream there, as CSV: those of"
              + " migrations and of bulk traffic.")
  private @Nullable Path trace;

  /** Made by the command line. */
  SimulateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (fromLab.isAsked()) {
      return evacuate();
    }
    fromLab.refuseAlone();
    if (repeat < 1 || repeat > 100_000) {
      throw CommandFailure.badInput("--repeat " + repeat + " must be from 1 to 100000");
    }
    RunSpec spec =
        ScenarioFile.read(
            Shipped.orShipped(file),
            settings.stream().map(text -> Setting.parse("--set", text)).toList());
    RunSpec first = seed == null ? spec : spec.withSeed(seed);
    if (trace != null && first.network() == NetworkMode.FLUID) {
      throw CommandFailure.badInput(
          "--trace needs packets, and the network is fluid; add --set network=packet");
    }
    if (json != null) {
      OutputFile.check("--json", json);
    }
    Screen screen = Screen.detect(System.getenv());
    Thread waiting = Thread.currentThread();
    Interrupts.listen(_ -> waiting.interrupt());
    PrintStream out = System.out;
    try (Runs runs = new Runs(first, repeat, trace, screen, out)) {
      List<RunResult> results = runs.make();
      new SimulationTables(first, results).lines(screen).forEach(out::println);
      int traces = runs.keepTraces();
      if (trace != null) {
        out.println("wrote " + traces + " traces to " + trace);
      }
      if (json != null) {
        ResultFile.write(json, SimulationJson.text(first, results));
        out.println("wrote " + json);
      }
      out.flush();
      boolean gaveUp =
          first.duration().isEmpty() && results.stream().anyMatch(result -> !result.complete());
      return gaveUp ? ExitCode.FAILED : ExitCode.OK;
    } catch (InterruptedException e) {
      System.err.println("drover: cancelled; nothing was written");
      return ExitCode.CANCELLED;
    }
  }

  private int evacuate() {
    if (!settings.isEmpty() || trace != null || repeat != 1) {
      throw CommandFailure.badInput(
          "--set, --repeat and --trace are for scenarios; leave them out with --from-lab");
    }
    if (json != null) {
      OutputFile.check("--json", json);
    }
    return fromLab.run(
        file.toString(),
        seed == null ? 1 : seed,
        Optional.ofNullable(json),
        Screen.detect(System.getenv()),
        System.out);
  }
}
