package dev.drover.cli.reproduce.chart;

import dev.drover.cli.report.Scale;
import dev.drover.cli.report.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is around the plot of every chart: the key above, axes, grid and their texts. */
final class Frame {
  static final double WIDTH = 760;
  static final double LEFT = 72;
  static final double RIGHT = WIDTH - 20;
  static final double BELOW = 50;
  private static final double KEY_ROW = 20;
  private static final double SWATCH = 26;

  /** A little more than the mean width of a letter at 12 px; a key that is too wide is no fault. */
  private static final double LETTER = 6.9;

  private Frame() {}

  /** {@return an empty chart with its style and its background} */
  static Svg begin(double height, String label) {
    return new Svg(WIDTH, height, label).style(Look.SHEET).rect(0, 0, WIDTH, height, Look.PAGE, "");
  }

  /** A place of the key. */
  private record Place(double x, int row) {}

  private static List<Place> places(List<String> names) {
    List<Place> places = new ArrayList<>();
    double x = LEFT;
    int row = 0;
    for (String name : names) {
      double width = SWATCH + name.length() * LETTER + 22;
      if (x > LEFT && x + width > WIDTH) {
        x = LEFT;
        row++;
      }
      places.add(new Place(x, row));
      x += width;
    }
    return places;
  }

  /** {@return how high the key is} */
  static double keyHeight(List<String> names) {
    return names.size() < 2 ? 0 : 8 + KEY_ROW * (places(names).getLast().row() + 1);
  }

  /** How a series looks in the key. */
  interface Swatch {
    void draw(Svg svg, double x, double y, int series);
  }

  /** Draws the key at the top; nothing when there is one series only. */
  static void key(Svg svg, List<String> names, Swatch swatch) {
    if (names.size() < 2) {
      return;
    }
    List<Place> places = places(names);
    for (int i = 0; i < names.size(); i++) {
      double y = 8 + KEY_ROW * places.get(i).row() + KEY_ROW / 2;
      swatch.draw(svg, places.get(i).x(), y, i);
      svg.text(places.get(i).x() + SWATCH, y + 4, Svg.Anchor.START, Look.KEY, names.get(i));
    }
  }

  /** Draws a horizontal axis of numbers, with its grid and title. */
  static void across(Svg svg, Scale x, double top, double bottom, String title) {
    for (double tick : x.ticks(8)) {
      svg.line(x.at(tick), top, x.at(tick), bottom, Look.GRID);
      svg.text(x.at(tick), bottom + 17, Svg.Anchor.MIDDLE, Look.TICK, number(tick));
    }
    acrossTitle(svg, bottom, title);
  }

  static void acrossTitle(Svg svg, double bottom, String title) {
    svg.text((LEFT + RIGHT) / 2, bottom + 38, Svg.Anchor.MIDDLE, Look.TITLE, title);
  }

  /** Draws a vertical axis with its grid; the title stands above it, for upright reading. */
  static void up(Svg svg, Scale y, String title) {
    for (double tick : y.ticks(5)) {
      svg.line(LEFT, y.at(tick), RIGHT, y.at(tick), Look.GRID);
      svg.text(LEFT - 8, y.at(tick) + 4, Svg.Anchor.END, Look.TICK, number(tick));
    }
    svg.text(8, y.pixelTo() - 12, Svg.Anchor.START, Look.TITLE, title);
  }

  /** Draws the lines of both axes. */
  static void axes(Svg svg, double top, double bottom) {
    svg.line(LEFT, bottom, RIGHT, bottom, Look.AXIS);
    svg.line(LEFT, bottom, LEFT, top, Look.AXIS);
  }

  /** A vertical interval with caps; nothing when it has no length. */
  static void whisker(Svg svg, double x, Scale y, Datum datum, String look) {
    if (datum.low() >= datum.high()) {
      return;
    }
    double high = y.at(Math.min(datum.high(), y.to()));
    double low = y.at(Math.max(datum.low(), y.from()));
    svg.line(x, low, x, high, look);
    svg.line(x - 4, low, x + 4, low, look);
    svg.line(x - 4, high, x + 4, high, look);
  }

  /** A point of a series, in a shape by which it is told from the next ones. */
  static void point(Svg svg, double x, double y, int series, String title) {
    double r = 4.5;
    String look = Look.fill(series);
    switch (series % 3) {
      case 0 -> svg.circle(x, y, r, look, title);
      case 1 -> svg.rect(x - r, y - r, 2 * r, 2 * r, look, title);
      default ->
          svg.polygon(
              List.of(
                  new Svg.Point(x, y - r - 1.5),
                  new Svg.Point(x + r + 1, y + r - 0.5),
                  new Svg.Point(x - r - 1, y + r - 0.5)),
              look,
              title);
    }
  }

  /** {@return a number as short as it can be} */
  static String number(double value) {
    String text =
        Math.abs(value) >= 1e6
            ? String.format(Locale.ROOT, "%,.0f", value)
            : String.format(Locale.ROOT, "%.4f", value).replaceAll("\\.?0+$", "");
    return text.equals("-0") ? "0" : text.replace('-', '−');
  }
}
