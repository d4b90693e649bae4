package dev.drover.cli.reproduce;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.command.OutputFile;
import dev.drover.cli.command.Script;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover reproduce}: makes the papers' figures and tables again. */
@Command(
    name = "reproduce",
    description = {
      "Make figures and tables of the papers again: data as CSV, plots as SVG, and a page for each"
          + " paper with what was published beside what came out.",
      "A figure is written when all its runs are there; Ctrl-C keeps what is written and leaves no"
          + " half of one.",
    },
    mixinStandardHelpOptions = true)
public final class ReproduceCommand implements Callable<Integer> {
  private static final int QUICK_SEEDS = 3;
  private static final String HOME = "drover.home";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FIGURE",
      arity = "1..*",
      description =
          "Such as 'e-n/fig11', a paper such as 'e-n', 'all' of them that are not measured in a lab, or 'list' to see them.")
  private List<String> names = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Independent runs of each point (default: 10; 3 with --quick).")
  private @Nullable Integer seeds;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description =
          "How often each point is measured in the lab (default: 3, of xia 1; 1 with --quick).")
  private @Nullable Integer repetitions;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where pages and data go (default: docs/results; reproduce-quick with --quick).")
  private @Nullable Path out;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the cells of xia/table1 and xia/table2 there too.")
  private @Nullable Path json;

  @Option(
      names = "--quick",
      description = "Fewer seeds, and without the dearest points: a look, not a result.")
  private boolean quick;

  /** Made by the command line. */
  ReproduceCommand() {}

  @Override
  public Integer call() throws IOException {
    Screen screen = Screen.detect(System.getenv());
    if (names.equals(List.of("list"))) {
      list(screen);
      return ExitCode.OK;
    }
    List<Figure> figures = figures();
    checkJson(figures);
    effort();
    Script script = new Script(spec.root().commandLine().getParseResult().originalArgs());
    Workbench bench = new Workbench(script, folder().resolve("measuring"));
    Thread waiting = Thread.currentThread();
    Interrupts.listen(_ -> {
      bench.cancel();
      waiting.interrupt();
    });
    SweepProgress progress = new SweepProgress(System.out, screen, System::nanoTime);
    int cores = Runtime.getRuntime().availableProcessors();
    int code;
    try (Sweep sweep =
        new Sweep(cores, progress, (trial, repetition) -> trial.measure(bench, repetition))) {
      code = make(figures, sweep, progress);
    }
    // Kept after a failure, for its log.
    bench.clear();
    return code;
  }

  private int make(List<Figure> figures, Sweep sweep, SweepProgress progress) {
    for (Figure figure : figures) {
      Effort effort = effort(figure);
      sweep.begin(figure.trials(effort), effort);
    }
    ResultFolder folder = new ResultFolder(folder());
    Set<Path> pages = new LinkedHashSet<>();
    CellFile cells = new CellFile();
    List<String> failed = new ArrayList<>();
    Set<String> failedRuns = new LinkedHashSet<>();
    try {
      for (Figure figure : figures) {
        Effort effort = effort(figure);
        try {
          Outcomes outcomes = sweep.outcomes(figure.trials(effort), effort);
          folder.write(figure, figure.evaluate(effort, outcomes), command(figure, effort));
          pages.add(folder.page(figure.id().paper()));
          if (figure instanceof CellFigure each) {
            cells.add(each.rows(effort, outcomes));
          }
          failedRuns.addAll(outcomes.failures());
          progress.say("made " + figure.id() + ": " + figure.title());
        } catch (ExecutionException e) {
          failed.add(figure.id() + " (" + reason(e) + ")");
        }
      }
    } catch (InterruptedException e) {
      progress.say("interrupted; " + pages.size() + " pages hold what was made before");
      return ExitCode.CANCELLED;
    }
    pages.forEach(page -> progress.say("wrote " + page));
    if (json != null) {
      cells.write(json);
      progress.say("wrote " + json);
    }
    if (!failed.isEmpty()) {
      throw new CommandFailure(ExitCode.FAILED, "not made: " + String.join("; ", failed));
    }
    if (!failedRuns.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED, "made without what failed: " + String.join("; ", failedRuns));
    }
    return ExitCode.OK;
  }

  private static String reason(ExecutionException e) {
    return e.getCause() instanceof CommandFailure failure
        ? String.valueOf(failure.getMessage())
        : String.valueOf(e.getCause());
  }

  private List<Figure> figures() {
    Set<FigureId> wanted = new LinkedHashSet<>();
    for (String name : names) {
      List<Figure> named = Figures.named(name);
      if (named.isEmpty()) {
        throw CommandFailure.badInput(
            "'" + name + "' is no figure; 'drover reproduce list' shows what there is");
      }
      named.forEach(figure -> wanted.add(figure.id()));
    }
    return Figures.all().stream().filter(figure -> wanted.contains(figure.id())).toList();
  }

  private void checkJson(List<Figure> figures) {
    if (json == null) {
      return;
    }
    if (figures.stream().noneMatch(CellFigure.class::isInstance)) {
      throw CommandFailure.badInput(
          "--json is for "
              + String.join(
                  " and ",
                  Figures.all().stream()
                      .filter(CellFigure.class::isInstance)
                      .map(figure -> figure.id().toString())
                      .toList())
              + "; "
              + String.join(", ", names)
              + " has CSV files beside its page");
    }
    OutputFile.check("--json", json);
  }

  private Effort effort(Figure figure) {
    Effort effort = effort();
    return repetitions == null && !quick
        ? effort.withRepetitions(figure.usualRepetitions())
        : effort;
  }

  /** Refuses figures that are out of range before anything is done. */
  private Effort effort() {
    int runs = seeds != null ? seeds : quick ? QUICK_SEEDS : 10;
    try {
      Effort effort = new Effort(runs, quick);
      return repetitions == null ? effort : effort.withRepetitions(repetitions);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private Path folder() {
    if (out != null) {
      return out;
    }
    return quick
        ? Path.of("reproduce-quick")
        : Path.of(System.getProperty(HOME, ".")).resolve("docs/results");
  }

  private static String command(Figure figure, Effort effort) {
    List<Trial> trials = figure.trials(effort);
    StringBuilder text = new StringBuilder("./drover reproduce ").append(figure.id());
    if (trials.stream().anyMatch(SeededTrial.class::isInstance)) {
      text.append(" --seeds ").append(effort.seeds());
    }
    if (trials.stream().anyMatch(MeasuredTrial.class::isInstance)) {
      text.append(" --repetitions ").append(effort.repetitions());
    }
    return text.append(effort.quick() ? " --quick" : "").toString();
  }

  private void list(Screen screen) {
    Table table = new Table().left("FIGURE").left("WHAT").left("WHERE");
    Figures.all()
        .forEach(figure -> table.row(figure.id().toString(), figure.title(), figure.place()));
    table.render(screen).forEach(line -> spec.commandLine().getOut().println(line));
  }
}
