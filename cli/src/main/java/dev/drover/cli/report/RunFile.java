package dev.drover.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.control.result.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Several runs in one file: {@code {"scenario", "machine", "runs": […]}}. The file of one run, as
 * {@code evacuate --json} writes it, is read too.
 *
 * @param scenario what was run, such as the lab file's name
 * @param machine where
 */
public record RunFile(Optional<String> scenario, Optional<String> machine, List<RunResult> runs) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .changeDefaultPropertyInclusion(
              include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  public RunFile {
    runs = List.copyOf(runs);
  }

  /**
   * Reads a file of runs.
   *
   * @throws CommandFailure when it is missing or is not such a file
   */
  public static RunFile read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      RunFile runs =
          root.has("runs")
              ? JSON.treeToValue(root, RunFile.class)
              : new RunFile(
                  Optional.empty(),
                  Optional.empty(),
                  List.of(JSON.treeToValue(root, RunResult.class)));
      if (runs.runs().isEmpty()) {
        throw CommandFailure.badInput(
            file + " holds no run; make one with 'drover evacuate HOST --json FILE'");
      }
      return runs;
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          file + ": no such file; make one with 'drover evacuate HOST --json FILE'",
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, file + " cannot be read (" + e + "); check its mode", e);
    } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          file + " is not a result of 'drover evacuate --json', 'demo' or 'bench'",
          e);
    }
  }

  /** {@return the file's text} */
  public String json() {
    return JSON.writeValueAsString(this) + "\n";
  }
}
