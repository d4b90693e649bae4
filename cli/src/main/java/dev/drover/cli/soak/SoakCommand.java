package dev.drover.cli.soak;

import dev.drover.calls.Json;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.command.Shipped;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.Screen;
import dev.drover.control.result.ResultFile;
import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Flapping links, for as long as is asked. */
@Command(
    name = "soak",
    description = {
      "Bring a switched lab up and break links, switches and the controller one after the other,"
          + " while hosts talk; say how long anybody was without an answer.",
      "Fails when that was over 1 s, a reply came twice, a connection broke or a pair stayed silent.",
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  drover bench soak", "  drover bench soak --minutes 1 --seed 7 --json soak.json"})
public final class SoakCommand implements Callable<Integer> {
  private static final int MOST_MINUTES = 24 * 60;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description = "For how long (default: ${DEFAULT-VALUE}).")
  private int minutes = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Draws the faults (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--scenario",
      paramLabel = "FILE",
      defaultValue = "scenarios/fat-tree.yaml",
      description = "The lab, with a controller (default: ${DEFAULT-VALUE}).")
  private Path scenario = Path.of("scenarios/fat-tree.yaml");

  @Option(names = "--json", paramLabel = "FILE", description = "Write what was seen.")
  private @Nullable Path json;

  private final PrintStream out = System.out;

  /** Made by the command line. */
  public SoakCommand() {}

  @Override
  public Integer call() {
    if (minutes < 1 || minutes > MOST_MINUTES) {
      throw CommandFailure.badInput("--minutes must be 1 to " + MOST_MINUTES + ", not " + minutes);
    }
    if (json != null) {
      OutputFile.check("--json", json);
    }
    LabFile file = LabFile.read(Shipped.orShipped(scenario));
    if (file.sdn().isEmpty()) {
      throw CommandFailure.badInput(
          scenario + " has no controller ('sdn:'); take a lab that has, such as fat-tree.yaml");
    }
    FaultDraw draw = new FaultDraw(file, new SplittableRandom(seed));
    AtomicBoolean cancelled = new AtomicBoolean();
    Screen screen = Screen.detect(System.getenv());
    Lab lab = Lab.up(file, line -> say(screen, line));
    try {
      Interrupts.listen(_ -> {
        if (!cancelled.getAndSet(true)) {
          say(screen, "ending after this fault, to see what became of it");
        }
      });
      SoakResult result =
          new Soak(lab, draw, cancelled::get, line -> say(screen, line))
              .run(Duration.ofMinutes(minutes), seed);
      out.println();
      result.lines(screen).forEach(out::println);
      if (json != null) {
        ResultFile.write(
            json, Json.MAPPER.writeValueAsString(new Written(Machine.describe(), result)));
        out.println("wrote " + json);
      }
      if (cancelled.get()) {
        return ExitCode.CANCELLED;
      }
      return result.passed() ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      lab.down();
    }
  }

  private void say(Screen screen, String line) {
    out.println(screen.plain(line));
    out.flush();
  }

  /** The file. */
  record Written(String machine, SoakResult result) {}
}
