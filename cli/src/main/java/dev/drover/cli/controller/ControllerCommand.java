package dev.drover.cli.controller;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.command.Scratch;
import dev.drover.cli.controller.ControllerBench.Outcome;
import dev.drover.cli.controller.ControllerBench.Plan;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.ResultFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Holds the controller against others. */
@Command(
    name = "controller",
    description = {
      "Measure how many packets of new pairs of hosts Drover's OpenFlow controller answers, and how"
          + " soon, beside os-ken and ovs-testcontroller: emulated switches ask all of them the"
          + " same, by turns.",
      "Needs the Debian packages python3-os-ken and openvswitch-testcontroller, which the launcher"
          + " installs.",
    },
    mixinStandardHelpOptions = true)
public final class ControllerCommand implements Callable<Integer> {
  private static final int MOST_SWITCHES = 15;
  private static final int MOST_WINDOW = 256;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results here.")
  private @Nullable Path json;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--switches",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,8",
      description = "Emulated switches, 1 to 15; each number is measured (default: 1,8).")
  private List<Integer> switches = List.of();

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "32",
      description = "Packet-ins that a switch has open, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private int window;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Measure these controllers (default: all).")
  private @Nullable List<String> only;

  @Override
  public Integer call() throws InterruptedException {
    require("--seconds", seconds, 0.1, 600);
    require("--window", window, 1, MOST_WINDOW);
    require("--rounds", rounds, 1, 1000);
    switches.forEach(number -> require("--switches", number, 1, MOST_SWITCHES));
    if (json != null) {
      OutputFile.check("--json", json);
    }
    List<Peer> peers = chosen();
    Duration time = Duration.ofMillis(Math.round(seconds * 1000));
    ControllerBench bench =
        new ControllerBench(new Plan(switches, window, time, rounds), System.out);
    Outcome outcome = run(bench, peers);
    ControllerReport report =
        new ControllerReport(
            Machine.describe(), window, seconds, rounds, outcome.peers(), outcome.limit());
    System.out.println();
    report.lines(Screen.detect(System.getenv())).forEach(System.out::println);
    if (json != null) {
      ResultFile.write(json, report.json());
      System.out.println("wrote " + json);
    }
    return ExitCode.OK;
  }

  private static Outcome run(ControllerBench bench, List<Peer> peers) throws InterruptedException {
    try (Scratch scratch = Scratch.make("drover-controller-")) {
      return bench.run(peers, scratch.folder());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static void require(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw CommandFailure.badInput(
          option + " " + text(value) + " must be from " + text(least) + " to " + text(most));
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private List<Peer> chosen() {
    List<Peer> all = Peers.all();
    if (only == null) {
      return all;
    }
    List<String> names = all.stream().map(Peer::name).toList();
    for (String word : only) {
      if (!names.contains(word)) {
        throw CommandFailure.badInput(
            "--only " + word + " is not a controller; use one of " + String.join(", ", names));
      }
    }
    List<String> chosen = List.copyOf(only);
    return all.stream().filter(peer -> chosen.contains(peer.name())).toList();
  }
}
