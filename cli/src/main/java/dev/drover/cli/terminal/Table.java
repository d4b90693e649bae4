package dev.drover.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings. As wide as its content when that fits; otherwise the last column is wrapped;
 * when even that does not fit, each row becomes a block of lines, so that nothing is ever cut off.
 */
public final class Table {
  /** Which side of a column its cells keep to: numbers right, words left. */
  public enum Side {
    LEFT,
    RIGHT
  }

  private record Column(String heading, Side side) {}

  private static final int GAP = 2;
  private static final int LEAST_WRAPPED = 24;

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a column of words. */
  public Table left(String heading) {
    columns.add(new Column(heading, Side.LEFT));
    return this;
  }

  /** Adds a column of numbers. */
  public Table right(String heading) {
    columns.add(new Column(heading, Side.RIGHT));
    return this;
  }

  /** Adds a row; one cell for each column. */
  public Table row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.size() + " cells in a table of " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  public Table row(String... cells) {
    return row(List.of(cells));
  }

  /** {@return the lines of the table, no line longer than the screen unless one word is} */
  public List<String> render(Screen screen) {
    int[] widths = naturalWidths();
    int last = columns.size() - 1;
    int before = 0;
    for (int i = 0; i < last; i++) {
      before += widths[i] + GAP;
    }
    if (before + widths[last] > screen.width()) {
      int left = screen.width() - before;
      if (left < LEAST_WRAPPED || columns.get(last).side() == Side.RIGHT) {
        return stacked(screen);
      }
      widths[last] = left;
    }
    List<String> lines = new ArrayList<>();
    List<String> headings = columns.stream().map(Column::heading).toList();
    lines.add(Ink.BOLD.on(screen, line(headings, widths, screen)));
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      rule.append((screen.unicode() ? "─" : "-").repeat(widths[i]));
      rule.append(i < last ? " ".repeat(GAP) : "");
    }
    lines.add(Ink.FAINT.on(screen, rule.toString()));
    for (List<String> row : rows) {
      List<String> wrapped = wrap(row.get(last), widths[last]);
      List<String> first = new ArrayList<>(row.subList(0, last));
      first.add(wrapped.getFirst());
      lines.add(line(first, widths, screen));
      for (String more : wrapped.subList(1, wrapped.size())) {
        lines.add(screen.plain(" ".repeat(before) + more));
      }
    }
    return lines;
  }

  private List<String> stacked(Screen screen) {
    int indent = 2;
    int heading = 0;
    for (Column column : columns.subList(1, columns.size())) {
      heading = Math.max(heading, Ink.width(column.heading()));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(Ink.BOLD.on(screen, screen.plain(row.getFirst())));
      for (int i = 1; i < row.size(); i++) {
        if (row.get(i).isEmpty()) {
          continue;
        }
        String label = pad(columns.get(i).heading(), heading, Side.LEFT);
        int room = Math.max(8, screen.width() - indent - heading - GAP);
        for (String part : wrap(row.get(i), room)) {
          lines.add(screen.plain(" ".repeat(indent) + label + " ".repeat(GAP) + part));
          label = " ".repeat(heading);
        }
      }
    }
    return lines;
  }

  private int[] naturalWidths() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Ink.width(columns.get(i).heading());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Ink.width(row.get(i)));
      }
    }
    return widths;
  }

  private String line(List<String> cells, int[] widths, Screen screen) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : " ".repeat(GAP));
      line.append(pad(cells.get(i), widths[i], columns.get(i).side()));
    }
    return screen.plain(line.toString().stripTrailing());
  }

  static String pad(String text, int width, Side side) {
    String space = " ".repeat(Math.max(0, width - Ink.width(text)));
    return side == Side.LEFT ? text + space : space + text;
  }

  /**
   * {@return {@code text} in lines of whole words, none longer than {@code width} unless a word is}
   */
  public static List<String> wrap(String text, int width) {
    if (Ink.width(text) <= width) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && Ink.width(line.toString()) + 1 + Ink.width(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
