package dev.drover.cli.bench;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a bench's {@code results.csv}. What was not measured is not a number.
 *
 * @param name of the case
 * @param lostBytes by all tenants
 */
record MeasuredRun(
    String name,
    double totalTimeMs,
    double downtimeMs,
    double clientDowntimeMs,
    double migrationBytes,
    double lostBytes,
    double slaViolationMs) {
  private static final int COLUMNS = 10;

  /**
   * Reads a bench's results.
   *
   * @param from the file, or a bench's directory
   * @throws CommandFailure when there is none, or a line is not such a line
   */
  static List<MeasuredRun> read(Path from) {
    Path file = Files.isDirectory(from) ? from.resolve("results.csv") : from;
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          file
              + " cannot be read ("
              + e.getMessage()
              + "); name what 'drover bench evacuate' wrote",
          e);
    }
    List<MeasuredRun> runs = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        runs.add(parse(lines.get(i), file + ":" + (i + 1)));
      }
    }
    return List.copyOf(runs);
  }

  private static MeasuredRun parse(String line, String place) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      throw CommandFailure.badInput(
          place + ": " + cells.length + " columns where a bench's results have " + COLUMNS);
    }
    try {
      return new MeasuredRun(
          cells[0],
          number(cells[2]),
          number(cells[4]),
          number(cells[5]),
          number(cells[6]),
          number(cells[8]),
          number(cells[9]));
    } catch (NumberFormatException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, place + ": not a number: " + e.getMessage(), e);
    }
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }
}
