package dev.drover.cli.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the machine. */
final class Shell {
  private Shell() {}

  static String run(String... command) {
    return run(List.of(command), "");
  }

  /**
   * Gives a program its input as a file: a peer of it that waits for the input waits for nothing
   * that is still to be done here.
   *
   * @return what the program printed, complaints included
   */
  static String run(List<String> command, String input) {
    try {
      Path given = Files.writeString(Files.createTempFile("drover", "input"), input);
      try {
        return run(new ProcessBuilder(command).redirectInput(given.toFile()));
      } finally {
        Files.delete(given);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String run(ProcessBuilder builder) throws IOException {
    try {
      Process process = builder.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", builder.command()) + ": " + output);
      }
      return output;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
