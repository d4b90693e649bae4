package dev.drover.cli.reproduce.chart;

import dev.drover.cli.report.Scale;
import dev.drover.cli.report.Svg;
import java.util.List;
import java.util.Locale;

/**
 * Distributions as boxes, one for each group and series: from the lower to the upper quartile, the
 * median as a line across, whiskers to the least and the most. The vertical axis begins at zero.
 */
public final class BoxChart {
  /** Wider boxes look like bars. */
  private static final double WIDEST = 44;

  private BoxChart() {}

  /** What is drawn of some values. */
  public record Box(double least, double lower, double median, double upper, double most) {
    /**
     * {@return the box of {@code values}, of which there must be one; quartiles between two of them
     * are interpolated}
     */
    public static Box of(List<Double> values) {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("no values, no box");
      }
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return new Box(
          sorted[0],
          quantile(sorted, 0.25),
          quantile(sorted, 0.5),
          quantile(sorted, 0.75),
          sorted[sorted.length - 1]);
    }

    private static double quantile(double[] sorted, double part) {
      double place = part * (sorted.length - 1);
      int below = (int) Math.floor(place);
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** {@return how far the middle half of the values reaches} */
    public double quartilesApart() {
      return upper - lower;
    }
  }

  /** The values of one colour, a list for each group; an empty one is not drawn. */
  public record Series(String name, List<List<Double>> groups) {
    public Series {
      groups = groups.stream().map(List::copyOf).toList();
    }
  }

  /**
   * {@return the chart, ready to be a file}
   *
   * @param label what it shows, for who cannot see it
   * @param across title of the horizontal axis, with unit
   * @param up title of the vertical axis, with unit
   * @param groups what stands under each group
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
          List<Double> values = series.get(i).groups().get(g);
          if (!values.isEmpty()) {
            String name = names.get(i) + ", " + groups.get(g);
            box(svg, left + width / 2, width, y, i, Box.of(values), name);
          }
        });
  }

  private static void box(
      Svg svg, double x, double place, Scale y, int series, Box box, String name) {
    double width = Math.min(place - 4, WIDEST);
    Frame.whisker(svg, x, y, new Datum(box.median(), box.least(), box.most()), Look.WHISKER);
    String title =
        String.format(
            Locale.ROOT,
            "%s: %s, %s, %s, %s, %s",
            name,
            Frame.number(box.least()),
            Frame.number(box.lower()),
            Frame.number(box.median()),
            Frame.number(box.upper()),
            Frame.number(box.most()));
    double high = y.at(box.upper());
    svg.rect(x - width / 2, high, width, y.at(box.lower()) - high, Look.fill(series), title);
    double middle = y.at(box.median());
    svg.line(x - width / 2, middle, x + width / 2, middle, Look.MEDIAN);
  }

  private static double most(List<Series> series) {
    return series.stream()
        .flatMap(one -> one.groups().stream())
        .flatMap(List::stream)
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }
}
