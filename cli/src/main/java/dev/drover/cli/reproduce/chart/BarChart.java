package dev.drover.cli.reproduce.chart;

import dev.drover.cli.report.Scale;
import dev.drover.cli.report.Svg;
import java.util.List;

/** Bars in groups, with error bars; the vertical axis begins at zero. */
public final class BarChart {
  private static final double PLOT = 260;
  private static final double GROUP_GAP = 0.25;

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
    double top = Frame.keyHeight(names) + 34;
    double bottom = top + PLOT;
    Scale y = new Scale(0, Scale.roundUp(most(series) * 1.03), bottom, top);
    Svg svg = Frame.begin(bottom + Frame.BELOW, label);
    Frame.key(svg, names, (s, px, py, i) -> s.rect(px, py - 6, 18, 12, Look.fill(i), ""));
    Frame.up(svg, y, up);
    double group = (Frame.RIGHT - Frame.LEFT) / groups.size();
    double bar = group * (1 - GROUP_GAP) / series.size();
    for (int g = 0; g < groups.size(); g++) {
      double left = Frame.LEFT + group * (g + GROUP_GAP / 2);
      for (int i = 0; i < series.size(); i++) {
        Datum datum = series.get(i).bars().get(g);
        double x = left + bar * i;
        double height = bottom - y.at(datum.value());
        String title = names.get(i) + ", " + groups.get(g) + ": " + Frame.number(datum.value());
        svg.rect(x + 1, bottom - height, bar - 2, height, Look.fill(i), title);
        Frame.whisker(svg, x + bar / 2, y, datum, Look.WHISKER);
      }
      svg.text(
          Frame.LEFT + group * (g + 0.5), bottom + 17, Svg.Anchor.MIDDLE, Look.TICK, groups.get(g));
    }
    Frame.acrossTitle(svg, bottom, across);
    Frame.axes(svg, top, bottom);
    return svg.finish();
  }

  private static double most(List<Series> series) {
    double most = 0;
    for (Series one : series) {
      for (Datum datum : one.bars()) {
        most = Math.max(most, Math.max(datum.value(), datum.high()));
      }
    }
    return most > 0 ? most : 1;
  }
}
