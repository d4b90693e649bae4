package dev.drover.cli.bench;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.Machine;
import dev.drover.cli.command.Shipped;
import dev.drover.control.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Holds the fluid network against the packet network. */
@Command(
    name = "modes",
    description =
        "Run every scenario and permutations on fat trees as fluid and as packets, and write how"
            + " far apart they are.",
    mixinStandardHelpOptions = true)
public final class ModesCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "DIR",
      defaultValue = "scenarios/simulate",
      description = "Every scenario in here (default: ${DEFAULT-VALUE}).")
  private Path from = Path.of("scenarios/simulate");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench-results",
      description = "Where fluid-against-packet.md goes (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("bench-results");

  /** Made by the command line. */
  public ModesCommand() {}

  @Override
  public Integer call() {
    Path page = directory.resolve("fluid-against-packet.md");
    List<Path> scenarios = scenarios();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "--out " + directory + " cannot be made (" + e.getMessage() + ")", e);
    }
    ModesBench bench = new ModesBench(System.out);
    List<ModesPair> pairs = scenarios.stream().map(bench::scenario).toList();
    ResultFile.write(page, new ModesPage(Machine.describe(), pairs, bench.fatTrees()).markdown());
    System.out.println("wrote " + page);
    System.out.flush();
    return ExitCode.OK;
  }

  private List<Path> scenarios() {
    Path folder = Shipped.orShipped(from);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "--from " + from + " cannot be read (" + e + "); name another", e);
    }
  }
}
