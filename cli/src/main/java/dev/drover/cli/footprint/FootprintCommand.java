package dev.drover.cli.footprint;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.ResultFiles;
import dev.drover.cli.command.Scratch;
import dev.drover.cli.command.Script;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Measures what the agent itself costs its host. */
@Command(
    name = "footprint",
    description = {
      "Measure processor time and memory of a host's agent that follows its VMs' flows, beside an"
          + " agent that does not.",
      "Needs root. Takes 100 s for each number of flows and repetition.",
    },
    mixinStandardHelpOptions = true)
public final class FootprintCommand implements Callable<Integer> {
  private static final String REPETITIONS = "3";
  private static final String FLOWS = "10,100,1000";
  private static final String TIME = "60s";
  private static final String PLACED = "footprint";
  private static final String WITHOUT = "footprint-0";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final ResultFiles files = new ResultFiles();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = REPETITIONS,
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--flows",
      paramLabel = "N",
      split = ",",
      defaultValue = FLOWS,
      description = "Peers of each VM, beside none (default: ${DEFAULT-VALUE}).")
  private List<Integer> flows = List.of();

  @Option(
      names = "--time",
      paramLabel = "TIME",
      defaultValue = TIME,
      description = "Over which processor time is measured (default: ${DEFAULT-VALUE}).")
  private Duration time = Duration.ZERO;

  /** Made by the command line. */
  public FootprintCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    Path directory = Files.createTempDirectory("drover-bench-footprint");
    List<Footprint> all = measured(script, directory);
    FootprintPage result = new FootprintPage(command(), Machine.describe(), load, all);
    files.write(result.markdown(), () -> json(result));
    // Kept after a failure, for its log.
    Scratch.delete(directory);
    return ExitCode.OK;
  }

  private void check() {
    if (repetitions < 1 || repetitions > 100) {
      throw CommandFailure.badInput("--repetitions " + repetitions + " must be from 1 to 100");
    }
    for (int each : flows) {
      if (each < 1 || each > PeerTraffic.MOST) {
        throw CommandFailure.badInput("--flows " + each + " must be from 1 to " + PeerTraffic.MOST);
      }
    }
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      throw CommandFailure.badInput("--time must be 1s at least");
    }
    files.check();
    for (String name : List.of(PLACED, WITHOUT)) {
      if (Lab.find(name).isPresent()) {
        throw CommandFailure.badInput(
            "lab '" + name + "' is up already; take it down first: drover lab down " + name);
      }
    }
  }

  private List<Footprint> measured(Script script, Path directory)
      throws IOException, InterruptedException {
    Path log = directory.resolve("commands.log");
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread waiting = Thread.currentThread();
    Interrupts.listen(_ -> {
      cancelled.set(true);
      waiting.interrupt();
    });
    try {
      FootprintLab placed = up(script, directory, PLACED, true);
      FootprintLab without = up(script, directory, WITHOUT, false);
      List<Integer> counts = Stream.concat(Stream.of(0), flows.stream()).distinct().toList();
      return new Measuring(placed, without, time, FootprintCommand::say).all(counts, repetitions);
    } catch (IOException | InterruptedException | RuntimeException e) {
      // Ctrl-C also ends what is measured just now, which then fails.
      if (cancelled.get()) {
        throw new CommandFailure(ExitCode.CANCELLED, "cancelled; nothing was written", e);
      }
      throw e;
    } finally {
      for (String name : List.of(PLACED, WITHOUT)) {
        if (Lab.find(name).isPresent()) {
          script.runUndisturbed(List.of("lab", "down", name), log);
        }
      }
    }
  }

  private static FootprintLab up(Script script, Path directory, String name, boolean placement)
      throws IOException {
    Path log = directory.resolve("commands.log");
    Path file = directory.resolve(name + ".yaml");
    Files.writeString(file, FootprintLab.yaml(name, placement));
    if (script.run(List.of("lab", "up", file.toString()), log) != ExitCode.OK) {
      throw new CommandFailure(
          ExitCode.FAILED, "lab '" + name + "' did not come up; see " + log + ", which is kept");
    }
    Lab lab =
        Lab.find(name)
            .orElseThrow(
                () -> new CommandFailure(ExitCode.FAILED, "lab '" + name + "' is gone again"));
    return new FootprintLab(lab, log);
  }

  /** {@return the command that makes the page again} */
  String command() {
    StringBuilder line = new StringBuilder("./drover bench footprint");
    if (!Integer.toString(repetitions).equals(REPETITIONS)) {
      line.append(" --repetitions ").append(repetitions);
    }
    String counts = flows.stream().map(each -> "" + each).collect(Collectors.joining(","));
    if (!counts.equals(FLOWS)) {
      line.append(" --flows ").append(counts);
    }
    if (!time.equals(Duration.ofMinutes(1))) {
      line.append(" --time ").append(time.toSeconds()).append('s');
    }
    return line.append(" --page docs/results/footprint.md").toString();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static String json(FootprintPage result) {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(result)
        + "\n";
  }
}
