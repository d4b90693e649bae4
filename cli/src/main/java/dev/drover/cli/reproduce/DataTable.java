package dev.drover.cli.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows under headings.
 *
 * @param name what its file is called after the figure, empty for the figure itself
 */
public record DataTable(String name, List<String> head, List<List<String>> rows) {
  public DataTable {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != head.size()) {
        throw new IllegalArgumentException(
            "table " + name + ": a row of " + row.size() + " cells under " + head);
      }
    }
  }

  /**
   * {@return every run of {@code outcomes}, a line each}
   *
   * @param keys headings of what tells trials apart
   * @param cells what stands under {@code keys} for a trial
   */
  public static DataTable ofRuns(
      String name,
      Outcomes outcomes,
      List<String> keys,
      Function<Trial, List<String>> cells,
      List<String> measures) {
    List<String> head = new ArrayList<>(keys);
    head.add("seed");
    head.addAll(measures);
    List<List<String>> rows = new ArrayList<>();
    for (Trial trial : outcomes.trials()) {
      long seed = 1;
      for (Outcome outcome : outcomes.of(trial)) {
        List<String> row = new ArrayList<>(cells.apply(trial));
        row.add(Long.toString(seed++));
        measures.forEach(measure -> row.add(number(outcome.measure(measure))));
        rows.add(row);
      }
    }
    return new DataTable(name, head, rows);
  }

  /** {@return the columns of {@link #cells}, for a measure of this name} */
  public static List<String> columns(String measure) {
    return List.of(
        measure + "_runs",
        measure + "_mean",
        measure + "_ci95_low",
        measure + "_ci95_high",
        measure + "_median");
  }

  /** {@return an estimate as cells; no interval when it has none} */
  public static List<String> cells(Estimate estimate) {
    boolean interval = estimate.halfWidth().isPresent();
    return List.of(
        Integer.toString(estimate.runs()),
        number(estimate.mean()),
        interval ? number(estimate.low()) : "",
        interval ? number(estimate.high()) : "",
        number(estimate.median()));
  }

  /** {@return a number with up to six digits behind the point} */
  public static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** {@return the table as RFC 4180 has it, lines ended as Unix does} */
  String csv() {
    StringBuilder csv = new StringBuilder(line(head));
    rows.forEach(row -> csv.append(line(row)));
    return csv.toString();
  }

  /** {@return the table in Markdown} */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    row(text, head);
    text.append("|---".repeat(head.size())).append("|\n");
    rows.forEach(row -> row(text, row));
    return text.toString();
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ")
        .append(
            cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  private static String line(List<String> cells) {
    return cells.stream().map(DataTable::quoted).collect(Collectors.joining(",")) + "\n";
  }

  private static String quoted(String cell) {
    return cell.matches("[^,\"\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
