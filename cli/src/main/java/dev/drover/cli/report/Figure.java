package dev.drover.cli.report;

import java.util.List;
import java.util.Locale;

/** Stacks panels above one common time axis. */
final class Figure {
  private static final double WIDTH = 1080;
  private static final double GUTTER = 150;
  private static final double RIGHT = 1064;
  private static final double GAP = 12;
  private static final double AXIS = 34;

  private Figure() {}

  /**
   * Draws the figure.
   *
   * @param from where the axis begins, in seconds since the run began; negative
   * @param to where it ends
   * @param moving from the first start command until the last source was empty: shaded over all
   *     panels
   */
  static String draw(String label, double from, double to, Interval moving, List<Panel> panels) {
    double height = AXIS;
    for (Panel panel : panels) {
      height += panel.height() + GAP;
    }
    Svg svg = new Svg(WIDTH, height, label);
    Panel.Frame frame = new Panel.Frame(GUTTER - 10, new Scale(from, to, GUTTER, RIGHT));
    double bottom = height - AXIS;
    double start = frame.x(moving.from());
    svg.rect(start, 0, frame.x(moving.to()) - start, bottom, "evacuating", "");
    for (double tick : frame.time().ticks(10)) {
      double x = frame.time().at(tick);
      svg.line(x, 0, x, bottom + 4, "grid");
      svg.text(x, bottom + 17, Svg.Anchor.MIDDLE, "tick", seconds(tick));
    }
    svg.text(
        (GUTTER + RIGHT) / 2,
        bottom + 31,
        Svg.Anchor.MIDDLE,
        "axis",
        "seconds since the run began");
    double top = 0;
    for (Panel panel : panels) {
      panel.draw(svg, frame, top);
      top += panel.height() + GAP;
    }
    return svg.finish();
  }

  private static String seconds(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
