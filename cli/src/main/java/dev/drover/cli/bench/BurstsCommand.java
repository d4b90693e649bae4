package dev.drover.cli.bench;

import dev.drover.cli.bench.RoundCase.Writer;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.Script;
import dev.drover.cli.lab.Steady;
import dev.drover.control.result.ResultFile;
import dev.drover.lab.Lab;
import dev.drover.lab.net.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            + " meanwhile: without a migration, with nothing reserved, and with a reservation.",
    mixinStandardHelpOptions = true)
public final class BurstsCommand implements Callable<Integer> {
  private static final String NEIGHBOUR = "neighbour-a";
  private static final String RATE = "fixed=60Mbit/s";

  /** As long as the migrations beside it take. */
  private static final int QUIET_SECONDS = 12;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench-results",
      description = "Where bursts.md goes (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("bench-results");

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<BurstsPage.Row> rows = new ArrayList<>();

  /** Made by the command line. */
  public BurstsCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path labs = Files.createDirectories(directory.resolve("labs"));
    Path file = Files.writeString(labs.resolve("bursts.yaml"), RoundsBench.lab(Writer.STEADY));
    Path log = directory.resolve("bursts.log");
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    List<Optional<String>> policies =
        List.of(Optional.empty(), Optional.of("qemu-serial"), Optional.of("traffic-aware"));
    new LabTurns(script, log, System.out)
        .run(file, policies, (lab, policy) -> measure(lab, policy, script, log));
    if (script.cancelled()) {
      return ExitCode.CANCELLED;
    }
    Path page = directory.resolve("bursts.md");
    ResultFile.write(page, new BurstsPage(Machine.describe(), rows).markdown());
    System.out.println("wrote " + page);
    System.out.flush();
    return ExitCode.OK;
  }

  /** {@return whether the lab is as it was: the VM goes one way only, so that ends are the same} */
  private boolean measure(Lab lab, Optional<String> policy, Script script, Path log)
      throws IOException, InterruptedException {
    Steady.await(lab);
    long agent =
        lab.agent("a")
            .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, "host a has no agent"))
            .pid();
    String address = new Addresses(lab.file()).vm(NEIGHBOUR);
    Path probes = directory.resolve("bursts-probes-" + policy.orElse("none") + ".txt");
    Process probe =
        new ProcessBuilder(
                // By lines: what it has not written when it is ended would be lost.
                lab.entering("c1", List.of("stdbuf", "-oL", "fping", "-l", "-p", "10", address)))
            .redirectErrorStream(true)
            .redirectOutput(probes.toFile())
            .start();
    int code = ExitCode.OK;
    List<Double> wire;
    try (WireSampler sampler = WireSampler.of(agent)) {
      if (policy.isEmpty()) {
        Thread.sleep(1000L * QUIET_SECONDS);
      } else {
        code = script.run(command(lab, policy.get()), log);
      }
      wire = sampler.megabits();
    } finally {
      probe.destroy();
      probe.waitFor();
    }
    if (code != ExitCode.OK) {
      throw new CommandFailure(ExitCode.FAILED, "the migration failed; see " + log);
    }
    BurstsPage.Row row =
        BurstsPage.Row.of(
            policy.map(name -> "`" + name + "`").orElse("no migration"),
            wire,
            BurstsPage.roundTrips(Files.readAllLines(probes)));
    rows.add(row);
    System.out.println(row.text());
    System.out.flush();
    return policy.isEmpty();
  }

  private static List<String> command(Lab lab, String policy) {
    return List.of(
        "migrate",
        "vm",
        "b",
        "--lab",
        lab.name(),
        "--policy",
        policy,
        "--technique",
        "pre-copy",
        "--bandwidth",
        RATE,
        "--yes");
  }
}
