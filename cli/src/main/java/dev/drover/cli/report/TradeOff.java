package dev.drover.cli.report;

import java.util.List;
import java.util.Locale;

/** Total time against workload lost, one point for each run: nearer to the corner is better. */
final class TradeOff {
  private static final double WIDTH = 640;
  private static final double HEIGHT = 340;
  private static final double LEFT = 84;
  private static final double BOTTOM = HEIGHT - 48;
  private static final double RADIUS = 7;

  private TradeOff() {}

  /**
   * A run.
   *
   * @param policy names the point; {@code index} is its place in the page's palette
   */
  record Run(String policy, int index, double seconds, long lostBytes) {}

  static String draw(List<Run> runs) {
    double mostTime = 1;
    double mostLost = 1;
    for (Run run : runs) {
      mostTime = Math.max(mostTime, run.seconds());
      mostLost = Math.max(mostLost, mebibytes(run));
    }
    Scale x = new Scale(0, Scale.roundUp(mostTime * 1.15), LEFT, WIDTH - 20);
    Scale y = new Scale(0, Scale.roundUp(mostLost * 1.15), BOTTOM, 30);
    Svg svg = new Svg(WIDTH, HEIGHT, "Total time against workload lost, one point for each run");
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
    return svg.finish();
  }

  private static void point(Svg svg, Run run, Scale x, Scale y) {
    double px = x.at(run.seconds());
    double py = y.at(mebibytes(run));
    String look = "policy-" + run.index() % 6;
    String title =
        String.format(
            Locale.ROOT,
            "%s: %.1f s, %s lost",
            run.policy(),
            run.seconds(),
            Words.bytes(run.lostBytes()));
    double r = RADIUS;
    switch (run.index() % 3) {
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
    boolean roomRight = px + 130 < x.pixelTo();
    svg.text(
        roomRight ? px + r + 6 : px - r - 6,
        py + 4,
        roomRight ? Svg.Anchor.START : Svg.Anchor.END,
        "name",
        run.policy());
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
