package dev.drover.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that commands write when all is over. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Refuses what would only be found out at the end.
   *
   * @param option that names the file
   */
  public static void check(String option, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw CommandFailure.badInput(option + " " + file + " is a directory; name a file in it");
    }
    if (directory != null && !Files.isWritable(directory)) {
      throw CommandFailure.badInput(
          option
              + " "
              + file
              + ": directory "
              + directory
              + " is missing or not writable; make it, or name another");
    }
  }
}
