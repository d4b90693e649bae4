package dev.drover.control.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.control.inventory.ControlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes results as JSON: one run as one object, several as {@code {"runs": […]}}. */
public final class ResultFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private ResultFile() {}

  /** Several runs, one for each policy. */
  private record Runs(List<RunResult> runs) {}

  /** {@return one run as JSON} */
  public static String json(RunResult run) {
    return JSON.writeValueAsString(run) + "\n";
  }

  /** {@return several runs as JSON} */
  public static String json(List<RunResult> runs) {
    return JSON.writeValueAsString(new Runs(List.copyOf(runs))) + "\n";
  }

  /**
   * Writes text in one step: the file is whole or as it was.
   *
   * @throws ControlException when it cannot be written
   */
  public static void write(Path file, String text) {
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try {
      try {
        Files.writeString(part, text);
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new ControlException(
          file + " cannot be written (" + e + "); name a file in a directory you may write to", e);
    }
  }
}
