package dev.drover.cli.report;

import dev.drover.cli.command.ExitCode;
import dev.drover.control.result.ResultFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a report from result files. */
@Command(
    name = "report",
    description = "Write a self-contained HTML report from results.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  drover report result.json",
      "  drover report ours.json theirs.json -o compared.html",
    })
public final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "What 'evacuate --json' or 'demo' wrote; runs of several files are compared.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "Where to write (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("report.html");

  @Override
  public Integer call() {
    List<RunFile> read = files.stream().map(RunFile::read).toList();
    Optional<String> scenario = read.stream().flatMap(f -> f.scenario().stream()).findFirst();
    Optional<String> machine = read.stream().flatMap(f -> f.machine().stream()).findFirst();
    var runs = new ArrayList<>(read.getFirst().runs());
    read.subList(1, read.size()).forEach(file -> runs.addAll(file.runs()));
    ResultFile.write(output, ReportPage.of(new RunFile(scenario, machine, runs)));
    System.out.println("wrote " + output);
    return ExitCode.OK;
  }
}
