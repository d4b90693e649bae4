package dev.drover.cli.bench;

import dev.drover.cli.bench.RoundCase.Writer;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.Script;
import dev.drover.cli.lab.Steady;
import dev.drover.cli.report.RunFile;
import dev.drover.control.result.ResultFile;
import dev.drover.lab.Lab;
import dev.drover.lab.net.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what QEMU's bursts of a capped stream do to a neighbour, and what a reservation does. */
@Command(
    name = "bursts",
    description =
        "Look at a migration held at 60 Mbit/s every 5 ms on the wire, and at a neighbour's probes"
            + " meanwhile: without a migration, with one queue for both, with a queue for each, through"
            + " the relay, and with a reservation.",
    mixinStandardHelpOptions = true)
public final class BurstsCommand implements Callable<Integer> {
  private static final String NEIGHBOUR = "neighbour-a";
  private static final String RATE = "fixed=60Mbit/s";

  private static final long LOOK_EVERY_MS = 100;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench-results",
      description = "Where bursts.md goes (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("bench-results");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<Way, BurstsPage.Row> rows = new EnumMap<>(Way.class);
  private long longestMs;

  /** Made by the command line. */
  public BurstsCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path labs = BandwidthCommand.make(directory, "labs");
    Path file = Files.writeString(labs.resolve("bursts.yaml"), RoundsBench.lab(Writer.STEADY));
    Path log = directory.resolve("bursts.log");
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    new LabTurns(script, log, System.out)
        .run(file, turns(), (lab, way) -> measure(lab, way, script, log));
    if (script.cancelled()) {
      return ExitCode.CANCELLED;
    }
    Path page = directory.resolve("bursts.md");
    ResultFile.write(
        page, new BurstsPage(Machine.describe(), List.copyOf(rows.values())).markdown());
    System.out.println("wrote " + page);
    System.out.flush();
    return ExitCode.OK;
  }

  /** {@return all ways, the quiet one last: it is measured as long as the longest of the others} */
  private static List<Way> turns() {
    List<Way> turns = new ArrayList<>(List.of(Way.values()));
    turns.remove(Way.NONE);
    turns.add(Way.NONE);
    return turns;
  }

  /** {@return whether the lab is as it was: the VM goes one way only, so that ends are the same} */
  private boolean measure(Lab lab, Way way, Script script, Path log)
      throws IOException, InterruptedException {
    Steady.await(lab);
    long agent =
        lab.agent("a")
            .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "host a has no agent"))
            .pid();
    String address = new Addresses(lab.file()).vm(NEIGHBOUR);
    String name = way.name().toLowerCase(Locale.ROOT);
    Path probes = directory.resolve("bursts-probes-" + name + ".txt");
    Path json = directory.resolve("bursts-run-" + name + ".json");
    Files.deleteIfExists(json);
    Process probe =
        new ProcessBuilder(
                // By lines: what it has not written when it is ended would be lost.
                lab.entering(
                    "c1", List.of("stdbuf", "-oL", "fping", "-D", "-l", "-p", "10", address)))
            .redirectErrorStream(true)
            .redirectOutput(probes.toFile())
            .start();
    int code = ExitCode.OK;
    List<Double> wire;
    BurstsSpan whole;
    try (WireSampler sampler = WireSampler.of(agent);
        SharedQueue _ = way == Way.ONE_QUEUE ? SharedQueue.keep(lab, "a") : SharedQueue.NONE) {
      long began = System.currentTimeMillis();
      if (way == Way.NONE) {
        quiet(script, began + longestMs);
      } else {
        code = script.run(command(lab, way, json), log);
      }
      whole = new BurstsSpan(began, System.currentTimeMillis());
      wire = sampler.megabits();
    } finally {
      probe.destroy();
      probe.waitFor();
    }
    if (script.cancelled()) {
      return true;
    }
    if (code != ExitCode.OK) {
      throw new CommandFailure(ExitCode.FAILED, "the migration failed; see " + log);
    }
    BurstsSpan span = way == Way.NONE ? whole : BurstsSpan.of(RunFile.read(json).runs().getFirst());
    longestMs = Math.max(longestMs, span.ms());
    BurstsPage.Row row =
        BurstsPage.Row.of(
            way.text,
            span.ms() / 1000.0,
            span.slices(whole, wire),
            span.roundTrips(Files.readAllLines(probes)));
    rows.put(way, row);
    System.out.println(row.text());
    System.out.flush();
    return way == Way.NONE;
  }

  private static void quiet(Script script, long untilMs) throws InterruptedException {
    while (System.currentTimeMillis() < untilMs && !script.cancelled()) {
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  private static List<String> command(Lab lab, Way way, Path json) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "migrate",
                "vm",
                "b",
                "--lab",
                lab.name(),
                "--policy",
                way.policy,
                "--technique",
                "pre-copy",
                "--bandwidth",
                RATE,
                "--yes",
                "--json",
                json.toString()));
    if (way == Way.RELAY) {
      words.addAll(List.of("--transport", "relay"));
    }
    return words;
  }

  /** What is beside the neighbour. */
  private enum Way {
    NONE("no migration", ""),
    ONE_QUEUE("one queue for all: the agent's filters taken away", "qemu-serial"),
    OWN_QUEUE("nothing reserved: a queue of its own", "qemu-serial"),
    RELAY("the same through the relay, whose socket is paced", "qemu-serial"),
    RESERVATION("a reservation (`traffic-aware`)", "traffic-aware");

    private final String text;
    private final String policy;

    Way(String text, String policy) {
      this.text = text;
      this.policy = policy;
    }
  }
}
