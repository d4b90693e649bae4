package dev.drover.cli.reproduce.chart;

import java.util.List;

/** Bars in groups, with error bars; the vertical axis begins at zero. */
public final class BarChart {
  private BarChart() {}

  /** The bars of one colour, one for each group. */
  public record Series(String name, List<Datum> bars) {
    public Series {
      bars = List.copyOf(bars);
    }
  }

  /**
   * {@return the chart, ready to be a file}
   *
   * @param label what it shows, for who cannot see it
   * @param groups what stands under each group
   * @param across title of the horizontal axis, with unit
   * @param up title of the vertical axis, with unit
   */
  public static String draw(
      String label, String across, String up, List<String> groups, List<Series> series) {
    List<String> names = series.stream().map(Series::name).toList();
    return Groups.draw(
        label,
        across,
        up,
        groups,
        names,
        most(series),
        (svg, y, g, i, left, width) -> {
          Datum datum = series.get(i).bars().get(g);
          double high = y.at(datum.value());
          String title = names.get(i) + ", " + groups.get(g) + ": " + Frame.number(datum.value());
          svg.rect(left + 1, high, width - 2, y.at(0) - high, Look.fill(i), title);
          Frame.whisker(svg, left + width / 2, y, datum, Look.WHISKER);
        });
  }

  private static double most(List<Series> series) {
    double most = 0;
    for (Series one : series) {
      for (Datum datum : one.bars()) {
        most = Math.max(most, Math.max(datum.value(), datum.high()));
      }
    }
    return most;
  }
}
