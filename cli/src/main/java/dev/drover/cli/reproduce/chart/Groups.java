package dev.drover.cli.reproduce.chart;

import dev.drover.cli.report.Scale;
import dev.drover.cli.report.Svg;
import java.util.List;

/**
 * What charts share that compare series group by group: key, axes and the place of each. The
 * vertical axis begins at zero.
 */
final class Groups {
  private static final double PLOT = 260;
  private static final double GAP = 0.25;

  private Groups() {}

  /** Draws one series in one group. */
  @FunctionalInterface
  interface Mark {
    /**
     * Called once for each group and series.
     *
     * @param left where its place begins
     * @param width of its place
     */
    void draw(Svg svg, Scale y, int group, int series, double left, double width);
  }

  /**
   * {@return the chart, ready to be a file}
   *
   * @param label what it shows, for who cannot see it
   * @param across title of the horizontal axis, with unit
   * @param up title of the vertical axis, with unit
   * @param groups what stands under each group
   * @param names of the series
   * @param most the highest value that is drawn
   */
  static String draw(
      String label,
      String across,
      String up,
      List<String> groups,
      List<String> names,
      double most,
      Mark mark) {
    double top = Frame.keyHeight(names) + 34;
    double bottom = top + PLOT;
    Scale y = new Scale(0, Scale.roundUp(most > 0 ? most * 1.03 : 1), bottom, top);
    Svg svg = Frame.begin(bottom + Frame.BELOW, label);
    Frame.key(svg, names, (s, px, py, i) -> s.rect(px, py - 6, 18, 12, Look.fill(i), ""));
    Frame.up(svg, y, up);
    double group = (Frame.RIGHT - Frame.LEFT) / groups.size();
    double place = group * (1 - GAP) / names.size();
    for (int g = 0; g < groups.size(); g++) {
      double left = Frame.LEFT + group * (g + GAP / 2);
      for (int i = 0; i < names.size(); i++) {
        mark.draw(svg, y, g, i, left + place * i, place);
      }
      svg.text(
          Frame.LEFT + group * (g + 0.5), bottom + 17, Svg.Anchor.MIDDLE, Look.TICK, groups.get(g));
    }
    Frame.acrossTitle(svg, bottom, across);
    Frame.axes(svg, top, bottom);
    return svg.finish();
  }
}
