package dev.drover.cli.command;

import dev.drover.control.result.ResultFile;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json} and {@code --page}: where a bench writes what it measured. */
public final class ResultFiles {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the results here.")
  private @Nullable Path json;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Write the page of the results here.")
  private @Nullable Path page;

  /** Made by the command line. */
  public ResultFiles() {}

  /** Refuses what would only be found out at the end. */
  public void check() {
    if (json != null) {
      OutputFile.check("--json", json);
    }
    if (page != null) {
      OutputFile.check("--page", page);
    }
  }

  /** Shows the page, and writes the files that are wanted. */
  public void write(String markdown, Supplier<String> results) {
    System.out.println();
    System.out.print(markdown);
    if (json != null) {
      ResultFile.write(json, results.get());
      System.out.println("wrote " + json);
    }
    if (page != null) {
      ResultFile.write(page, markdown);
      System.out.println("wrote " + page);
    }
    System.out.flush();
  }
}
