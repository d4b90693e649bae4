package dev.drover.cli.reproduce.chart;

import dev.drover.cli.report.Scale;
import dev.drover.cli.report.Svg;
import java.util.ArrayList;
import java.util.List;

/** Lines over a number or over ordered categories, with error bars or bands. */
public final class LineChart {
  private static final double PLOT = 270;

  /** More points than this are drawn as a line with a band, without marks. */
  private static final int MARKED = 24;

  /** Lines over categories stand so far beside one another that error bars do not meet. */
  private static final double ASIDE = 8;

  private LineChart() {}

  /** The horizontal axis; titles carry the unit. */
  public sealed interface Across {
    String title();

    /** A number. */
    record Numbers(String title, double from, double to) implements Across {}

    /** Ordered values, equally far apart; a point's x is the place in the list. */
    record Categories(String title, List<String> names) implements Across {
      public Categories {
        names = List.copyOf(names);
      }
    }
  }

  /** A point of a line. */
  public record Point(double x, Datum datum) {}

  /** A line. */
  public record Series(String name, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /** {@return the chart, ready to be a file; the vertical axis has zero on it} */
  public static String draw(String label, Across across, String up, List<Series> series) {
    List<String> names = series.stream().map(Series::name).toList();
    double top = Frame.keyHeight(names) + 34;
    double bottom = top + PLOT;
    Svg svg = Frame.begin(bottom + Frame.BELOW, label);
    Frame.key(
        svg,
        names,
        (s, px, py, i) -> {
          s.polyline(List.of(new Svg.Point(px, py), new Svg.Point(px + 20, py)), Look.line(i), "");
          Frame.point(s, px + 10, py, i, "");
        });
    Scale y = vertical(series, bottom, top);
    Scale x = horizontal(svg, across, top, bottom);
    Frame.up(svg, y, up);
    if (y.from() < 0) {
      svg.line(Frame.LEFT, y.at(0), Frame.RIGHT, y.at(0), Look.AXIS);
    }
    Frame.axes(svg, top, bottom);
    for (int i = 0; i < series.size(); i++) {
      double aside =
          across instanceof Across.Categories ? ASIDE * (i - (series.size() - 1) / 2.0) : 0;
      line(svg, x, y, i, aside, series.get(i));
    }
    return svg.finish();
  }

  private static Scale horizontal(Svg svg, Across across, double top, double bottom) {
    return switch (across) {
      case Across.Numbers(String title, double from, double to) -> {
        Scale x = new Scale(from, to, Frame.LEFT, Frame.RIGHT);
        Frame.across(svg, x, top, bottom, title);
        yield x;
      }
      case Across.Categories(String title, List<String> names) -> {
        Scale x = new Scale(-0.5, names.size() - 0.5, Frame.LEFT, Frame.RIGHT);
        for (int i = 0; i < names.size(); i++) {
          svg.text(x.at(i), bottom + 17, Svg.Anchor.MIDDLE, Look.TICK, names.get(i));
        }
        Frame.acrossTitle(svg, bottom, title);
        yield x;
      }
    };
  }

  private static Scale vertical(List<Series> series, double bottom, double top) {
    double least = 0;
    double most = 0;
    for (Series one : series) {
      for (Point point : one.points()) {
        least = Math.min(least, point.datum().low());
        most = Math.max(most, point.datum().high());
      }
    }
    double span = most > least ? most - least : 1;
    double step = Scale.roundUp(span / 8);
    double from = least < 0 ? -Math.ceil(-least / step) * step : 0;
    return new Scale(from, from + Scale.roundUp((most - from) * 1.03), bottom, top);
  }

  private static void line(Svg svg, Scale x, Scale y, int index, double aside, Series series) {
    List<Svg.Point> middle = new ArrayList<>();
    List<Svg.Point> band = new ArrayList<>();
    for (Point point : series.points()) {
      double px = x.at(point.x()) + aside;
      middle.add(new Svg.Point(px, y.at(point.datum().value())));
      band.add(new Svg.Point(px, y.at(point.datum().high())));
    }
    for (Point point : series.points().reversed()) {
      band.add(new Svg.Point(x.at(point.x()) + aside, y.at(point.datum().low())));
    }
    boolean marked = series.points().size() <= MARKED;
    if (!marked && series.points().stream().anyMatch(p -> p.datum().high() > p.datum().low())) {
      svg.polygon(band, Look.band(index), "");
    }
    svg.polyline(middle, Look.line(index), series.name());
    if (marked) {
      for (Point point : series.points()) {
        double px = x.at(point.x()) + aside;
        Frame.whisker(svg, px, y, point.datum(), Look.WHISKER);
        String title = series.name() + ": " + Frame.number(point.datum().value());
        Frame.point(svg, px, y.at(point.datum().value()), index, title);
      }
    }
  }
}
