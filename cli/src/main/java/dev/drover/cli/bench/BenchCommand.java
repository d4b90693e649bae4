package dev.drover.cli.bench;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.Script;
import dev.drover.cli.command.Shipped;
import dev.drover.cli.controller.ControllerCommand;
import dev.drover.cli.datacentre.CaseCommand;
import dev.drover.cli.datacentre.PlacementBenchCommand;
import dev.drover.cli.footprint.FootprintCommand;
import dev.drover.cli.ns3.Ns3Command;
import dev.drover.cli.relay.RelayCommand;
import dev.drover.cli.report.TimeAgainstLoss;
import dev.drover.cli.soak.SoakCommand;
import dev.drover.control.result.ResultFile;
import dev.drover.control.result.RunResult;
import dev.drover.lab.file.LabFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Benchmarks. */
@Command(
    name = "bench",
    description =
        "Measure on real virtual machines, or the simulator or the controller against others.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BandwidthCommand.class,
      BurstsCommand.class,
      FootprintCommand.class,
      ModesCommand.class,
      Ns3Command.class,
      PlacementBenchCommand.class,
      CaseCommand.class,
      ControllerCommand.class,
      RelayCommand.class,
      SoakCommand.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover bench evacuate --quick",
      "  drover bench evacuate --out results",
      "  drover bench bandwidth --out results",
      "  drover bench modes --out results",
      "  drover bench ns3 --json ns3.json",
      "  drover bench placement --only size-2560 --json placement.json",
      "  drover bench soak --minutes 10",
      "  drover bench controller --json controller.json",
      "  drover bench relay --json relay.json",
      "  drover bench footprint --json footprint.json",
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "missing word: what to measure, 'bandwidth', 'bursts', 'controller', 'evacuate',"
            + " 'footprint', 'forecast', 'modes', 'ns3', 'placement', 'relay' or 'soak'");
  }

  @Command(
      name = "evacuate",
      description = {
        "Measure the traffic combinations of the paper with each technique, serial against"
            + " parallel, and the policies on the demo scenario and on scenarios drawn by lot.",
        "What has a result in the output directory is not measured again, so an interrupted bench"
            + " goes on where it was.",
      },
      mixinStandardHelpOptions = true)
  int evacuate(
      @Option(
              names = "--repetitions",
              paramLabel = "N",
              defaultValue = "3",
              description = "How often each case is measured (default: ${DEFAULT-VALUE}).")
          int repetitions,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              defaultValue = "bench-results",
              description = "Where results and tables go (default: ${DEFAULT-VALUE}).")
          Path directory,
      @Option(
              names = "--scenario",
              paramLabel = "FILE",
              defaultValue = "scenarios/demo.yaml",
              description = "The lab of the policies (default: ${DEFAULT-VALUE}).")
          Path named,
      @Option(
              names = "--seed",
              paramLabel = "N",
              defaultValue = "1",
              description =
                  "The first of the numbers that scenarios are drawn from (default:"
                      + " ${DEFAULT-VALUE}).")
          long seed,
      @Option(
              names = "--only",
              paramLabel = "PART",
              split = ",",
              description = "Measure these parts only: ${COMPLETION-CANDIDATES} (default: all).")
          @Nullable Set<Part> only,
      @Option(names = "--quick", description = "Measure each case once.") boolean quick)
      throws IOException, InterruptedException {
    int times = quick ? 1 : repetitions;
    if (times < 1 || times > 100) {
      throw CommandFailure.badInput("--repetitions " + times + " must be from 1 to 100");
    }
    Path scenario = Shipped.orShipped(named);
    if (!Files.exists(scenario)) {
      throw CommandFailure.badInput(scenario + ": no such lab file; name one with --scenario FILE");
    }
    Results results = new Results(raw(directory));
    Plan plan = new Plan(times, parts(only), LabFile.read(scenario).name(), seed);
    long left = Bench.left(plan, results).toMinutes();
    System.out.println(
        plan.all().size() + " cases, about " + left + " minutes left; results in " + directory);
    System.out.flush();
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    List<String> failed = new Bench(plan, results, directory, scenario, script, System.out).run();
    BenchTables tables = new BenchTables(plan, results, Machine.describe());
    ResultFile.write(directory.resolve("results.csv"), tables.csv());
    ResultFile.write(directory.resolve("tables.md"), tables.markdown());
    List<RunResult> policies = tables.policies();
    if (!policies.isEmpty()) {
      ResultFile.write(directory.resolve("policies.json"), ResultFile.json(policies));
      ResultFile.write(directory.resolve("time-against-loss.svg"), TimeAgainstLoss.svg(policies));
    }
    System.out.println("wrote " + directory.resolve("tables.md"));
    if (script.cancelled()) {
      return ExitCode.CANCELLED;
    }
    if (!failed.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "not measured: " + String.join(", ", failed) + "; run it again to try them again");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "forecast",
      description = {
        "Simulate every case that 'drover bench evacuate' has measured, with the same policies, and"
            + " write how far off that is. Needs no virtual machine and no root.",
      },
      mixinStandardHelpOptions = true)
  int forecast(
      @Option(
              names = "--from",
              paramLabel = "DIR|FILE.csv",
              defaultValue = "docs/results/traffic-aware.csv",
              description =
                  "What was measured: the output of a bench, or its results.csv (default:"
                      + " ${DEFAULT-VALUE}).")
          Path from,
      @Option(
              names = "--seeds",
              paramLabel = "N",
              defaultValue = "5",
              description =
                  "Simulate each case with N seeds and take medians (default: ${DEFAULT-VALUE}).")
          int seeds,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              defaultValue = "bench-results",
              description = "Where tables go (default: ${DEFAULT-VALUE}).")
          Path directory) {
    if (seeds < 1 || seeds > 100) {
      throw CommandFailure.badInput("--seeds " + seeds + " must be from 1 to 100");
    }
    List<MeasuredRun> measured = MeasuredRun.read(Shipped.orShipped(from));
    new ForecastBench(from.toString(), measured, seeds, System.out).write(directory);
    return ExitCode.OK;
  }

  private static Set<Part> parts(@Nullable Set<Part> only) {
    return only == null || only.isEmpty() ? EnumSet.allOf(Part.class) : only;
  }

  private static Path raw(Path directory) {
    try {
      return Files.createDirectories(directory.resolve("raw"));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "--out " + directory + " cannot be made (" + e.getMessage() + ")", e);
    }
  }
}
