package dev.drover.cli.bench;

import dev.drover.cli.report.RunFile;
import dev.drover.control.result.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The raw results of a bench, one JSON file for each case, in one directory. */
final class Results {
  private static final String COMPLETED = "completed";

  private final Path raw;

  Results(Path raw) {
    this.raw = raw;
  }

  Path file(Case one) {
    return raw.resolve(one.file() + ".json");
  }

  /** {@return whether the case has been measured and every VM moved} */
  boolean has(Case one) {
    return read(one).isPresent();
  }

  /**
   * {@return how many of {@code cases} ended without every VM moved; those that the operator broke
   * off do not count}
   */
  long unfinished(List<? extends Case> cases) {
    return cases.stream()
        .flatMap(one -> any(one).stream())
        .map(run -> run.evacuation().outcome())
        .filter(outcome -> !outcome.equals(COMPLETED) && !outcome.equals("cancelled"))
        .count();
  }

  /** {@return the result of a case; empty when it was not measured, or not to its end} */
  Optional<RunResult> read(Case one) {
    return any(one).filter(run -> run.evacuation().outcome().equals(COMPLETED));
  }

  private Optional<RunResult> any(Case one) {
    return Files.exists(file(one))
        ? Optional.of(RunFile.read(file(one)).runs().getFirst())
        : Optional.empty();
  }

  List<RunResult> read(List<? extends Case> cases) {
    return cases.stream().flatMap(one -> read(one).stream()).toList();
  }
}
