package dev.drover.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Total time against workload lost, one point for each run: nearer to the corner is better. */
final class TradeOff {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 340;
  private static final double LEFT = 84;
  private static final double BOTTOM = HEIGHT - 48;
  private static final double RADIUS = 7;
  private static final double KEY_ROW = 22;
  private static final double KEY_COLUMN = 270;

  private TradeOff() {}

  /** What a style sheet would say, for a figure that stands alone; colours as on a light page. */
  private static final String LOOK =
      """
      svg { background: #ffffff; font-family: system-ui, sans-serif; }
      text { font-size: 11.5px; fill: #5b6675; } .name { font-size: 12.5px; fill: #1b2430; }
      .grid { stroke: #dfe3e8; stroke-width: 0.7; } .zero { stroke: #5b6675; stroke-width: 0.9; }
      .policy-0 { fill: #0072b2; } .policy-1 { fill: #d98200; } .policy-2 { fill: #00876a; }
      .policy-3 { fill: #b0568e; } .policy-4 { fill: #c94f00; } .policy-5 { fill: #4fa9dc; }
      """;

  /**
   * A run.
   *
   * @param policy what was asked for; {@code index} is its place in the page's palette
   */
  record Run(String policy, int index, double seconds, long lostBytes) {}

  /** {@return a figure of all runs that know what was lost, ready to be a file} */
  static String standAlone(List<RunSummary> runs) {
    return draw(points(runs), policies(runs), LOOK);
  }

  /** {@return the figure for a page with a style sheet; empty when no run knows what was lost} */
  static Optional<String> inPage(List<RunSummary> runs) {
    List<Run> points = points(runs);
    return points.isEmpty() ? Optional.empty() : Optional.of(draw(points, policies(runs), ""));
  }

  private static List<String> policies(List<RunSummary> runs) {
    return runs.stream().map(RunSummary::policy).distinct().toList();
  }

  private static List<Run> points(List<RunSummary> runs) {
    List<String> policies = policies(runs);
    List<Run> points = new ArrayList<>();
    for (RunSummary run : runs) {
      run.lostBytes()
          .ifPresent(lost ->
              points.add(
                  new Run(
                      run.policy(),
                      policies.indexOf(run.policy()),
                      run.totalTimeMs() / 1000,
                      lost)));
    }
    return points;
  }

  private static String draw(List<Run> runs, List<String> policies, String style) {
    double mostTime = 1;
    double mostLost = 1;
    for (Run run : runs) {
      mostTime = Math.max(mostTime, run.seconds());
      mostLost = Math.max(mostLost, mebibytes(run));
    }
    Scale x = new Scale(0, Scale.roundUp(mostTime * 1.15), LEFT, WIDTH - 20);
    Scale y = new Scale(0, Scale.roundUp(mostLost * 1.15), BOTTOM, 30);
    int rows = (policies.size() + 1) / 2;
    double height = HEIGHT + KEY_ROW * rows;
    Svg svg = new Svg(WIDTH, height, "Total time against workload lost, one point for each run");
    svg.style(style);
    for (double tick : x.ticks(7)) {
      svg.line(x.at(tick), y.pixelTo(), x.at(tick), BOTTOM, "grid");
      svg.text(x.at(tick), BOTTOM + 17, Svg.Anchor.MIDDLE, "tick", number(tick));
    }
    for (double tick : y.ticks(5)) {
      svg.line(LEFT, y.at(tick), x.pixelTo(), y.at(tick), "grid");
      svg.text(LEFT - 8, y.at(tick) + 4, Svg.Anchor.END, "tick", number(tick));
    }
    svg.line(LEFT, BOTTOM, x.pixelTo(), BOTTOM, "zero");
    svg.line(LEFT, BOTTOM, LEFT, y.pixelTo(), "zero");
    svg.text(
        (LEFT + x.pixelTo()) / 2, HEIGHT - 8, Svg.Anchor.MIDDLE, "axis", "total time, seconds");
    svg.text(6, 12, Svg.Anchor.START, "axis", "workload lost, MiB");
    svg.text(x.pixelTo(), 12, Svg.Anchor.END, "axis", "nearer to the corner is better");
    for (Run run : runs) {
      point(svg, run, x, y);
    }
    key(svg, policies);
    return svg.finish();
  }

  private static void point(Svg svg, Run run, Scale x, Scale y) {
    String title =
        String.format(
            Locale.ROOT,
            "%s: %.1f s, %s lost",
            run.policy(),
            run.seconds(),
            Words.bytes(run.lostBytes()));
    mark(svg, run.index(), x.at(run.seconds()), y.at(mebibytes(run)), title);
  }

  private static void key(Svg svg, List<String> policies) {
    for (int i = 0; i < policies.size(); i++) {
      double px = LEFT + RADIUS + i % 2 * KEY_COLUMN;
      int row = i / 2;
      double py = HEIGHT + KEY_ROW * row + RADIUS;
      mark(svg, i, px, py, "");
      svg.text(px + RADIUS + 7, py + 4, Svg.Anchor.START, "name", policies.get(i));
    }
  }

  private static void mark(Svg svg, int index, double px, double py, String title) {
    String look = "policy-" + index % 6;
    double r = RADIUS;
    switch (index % 3) {
      case 0 -> svg.circle(px, py, r, look, title);
      case 1 -> svg.rect(px - r, py - r, 2 * r, 2 * r, look, title);
      default ->
          svg.polygon(
              List.of(
                  new Svg.Point(px, py - r - 2),
                  new Svg.Point(px + r + 1, py + r - 1),
                  new Svg.Point(px - r - 1, py + r - 1)),
              look,
              title);
    }
  }

  private static double mebibytes(Run run) {
    return run.lostBytes() / 1048576.0;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
