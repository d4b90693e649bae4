package dev.drover.cli.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.cli.bench.RoundCase.Writer;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.Script;
import dev.drover.control.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Holds the ways to choose a round's rate against each other on real guests. */
@Command(
    name = "bandwidth",
    description = {
      "Move a VM that writes steadily, as a compiler does and now and then, with each round's rate"
          + " chosen in each way, beside a neighbour's traffic.",
      "What has a result in the output directory is not measured again, so an interrupted bench"
          + " goes on where it was.",
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover bench bandwidth",
      "  drover bench bandwidth --repeat 1 --only steady",
    })
public final class BandwidthCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each case is measured (default: ${DEFAULT-VALUE}).")
  private int repetitions = 5;

  @Option(
      names = "--only",
      paramLabel = "WRITER",
      split = ",",
      description = "Measure these writers only: ${COMPLETION-CANDIDATES} (default: all).")
  private @Nullable Set<Writer> only;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench-results",
      description = "Where results and the page go (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("bench-results");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by the command line. */
  public BandwidthCommand() {}

  /** One line of the JSON file. */
  private record Line(Writer writer, String bandwidth, int repetition, RoundFigures figures) {}

  /** The JSON file. */
  private record All(String machine, List<Line> runs) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (repetitions < 1 || repetitions > RoundsBench.MOST_REPETITIONS) {
      throw CommandFailure.badInput(
          "--repeat " + repetitions + " must be from 1 to " + RoundsBench.MOST_REPETITIONS);
    }
    make(directory, "raw");
    Set<Writer> writers = only == null || only.isEmpty() ? EnumSet.allOf(Writer.class) : only;
    List<RoundCase> cases =
        List.of(Writer.values()).stream()
            .filter(writers::contains)
            .flatMap(writer -> RoundCase.of(writer, repetitions).stream())
            .toList();
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    RoundsBench bench = new RoundsBench(cases, directory, script, System.out);
    System.out.println(
        cases.size()
            + " cases, about "
            + bench.left().toMinutes()
            + " minutes left; results in "
            + directory);
    System.out.flush();
    List<String> failed = bench.run();
    write();
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

  /** Of all that the directory holds, whatever this run was limited to. */
  private void write() {
    Map<RoundCase, RoundFigures> measured = RoundsBench.measured(directory);
    int turns =
        measured.keySet().stream().mapToInt(RoundCase::repetition).max().orElse(repetitions);
    List<Line> lines =
        measured.entrySet().stream()
            .map(e ->
                new Line(
                    e.getKey().writer(),
                    e.getKey().bandwidth(),
                    e.getKey().repetition(),
                    e.getValue()))
            .toList();
    Path page = directory.resolve("round-bandwidth.md");
    String machine = Machine.describe();
    ResultFile.write(page, new RoundsPage(machine, measured, turns).markdown());
    ResultFile.write(
        directory.resolve("round-bandwidth.json"),
        JSON.writeValueAsString(new All(machine, lines)) + "\n");
    System.out.println("wrote " + page);
    System.out.flush();
  }

  /** {@return a folder in the output directory, made if need be} */
  static Path make(Path directory, String name) {
    try {
      return Files.createDirectories(directory.resolve(name));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "--out " + directory + " cannot be made (" + e.getMessage() + ")", e);
    }
  }
}
