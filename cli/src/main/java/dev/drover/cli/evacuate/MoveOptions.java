package dev.drover.cli.evacuate;

import dev.drover.cli.command.OutputFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code evacuate} and {@code migrate} share. */
final class MoveOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write what was measured, as one JSON object.")
  @Nullable Path json;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before moving.")
  boolean yes;

  /** Refuses what would only be found out when all is over. */
  void check() {
    if (json == null) {
      return;
    }
    OutputFile.check("--json", json);
  }
}
