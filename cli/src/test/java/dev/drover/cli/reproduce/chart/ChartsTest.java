package dev.drover.cli.reproduce.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.cli.reproduce.Trace;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ChartsTest {
  private static final Pattern BAR =
      Pattern.compile(
          "<rect x=\"[^\"]+\" y=\"([^\"]+)\" width=\"[^\"]+\" height=\"([^\"]+)\" class=\"f\\d\"><title>");

  @Test
  void bars_valuesInProportion_areDrawnInProportionAndWithWhiskers() {
    String svg =
        BarChart.draw(
            "label",
            "memory, MiB",
            "total time, s",
            List.of("128", "256"),
            List.of(
                new BarChart.Series("without", List.of(new Datum(2, 1, 3), Datum.exact(4))),
                new BarChart.Series("with", List.of(Datum.exact(1), Datum.exact(8)))));
    List<Double> heights = BAR.matcher(svg).results().map(r -> Double.valueOf(r.group(2))).toList();
    assertThat(heights).hasSize(4);
    double unit = heights.get(1);
    assertThat(heights.get(0) / unit).isBetween(1.98, 2.02);
    assertThat(heights.get(2) / unit).isBetween(3.96, 4.04);
    assertThat(heights.get(3) / unit).isBetween(7.9, 8.1);
    assertThat(svg.split("class=\"whisker\"", -1)).hasSize(4);
    assertThat(svg).contains("total time, s", "memory, MiB", "prefers-color-scheme: dark");
  }

  @Test
  void bars_allZero_areDrawn() {
    String svg =
        BarChart.draw(
            "label",
            "x",
            "y",
            List.of("a"),
            List.of(new BarChart.Series("one", List.of(Datum.exact(0)))));
    assertThat(svg).doesNotContain("NaN").contains("height=\"0\"");
  }

  @Test
  void boxes_fiveValuesAndNone_reachFromQuartileToQuartileWithTheMedianBetween() {
    String svg =
        BoxChart.draw(
            "label",
            "load, %",
            "time, s",
            List.of("0", "100"),
            List.of(
                new BoxChart.Series("plain", List.of(List.of(9.0, 1.0, 2.0, 4.0, 6.0), List.of())),
                new BoxChart.Series("own", List.of(List.of(3.0), List.of(5.0, 5.0)))));
    List<MatchResult> boxes = BAR.matcher(svg).results().toList();
    assertThat(boxes).hasSize(3);
    double height = Double.parseDouble(boxes.get(0).group(2));
    double top = Double.parseDouble(boxes.get(0).group(1));
    // From 2 to 6 with the median at 4: in the middle.
    assertThat(svg)
        .contains(String.format(Locale.ROOT, "y1=\"%.0f\"", top + height / 2))
        .contains(
            "<title>plain, 0: 1, 2, 4, 6, 9</title>", "<title>own, 100: 5, 5, 5, 5, 5</title>")
        .doesNotContain("NaN");
    assertThat(svg.split("class=\"whisker\"", -1)).hasSize(4);
    assertThat(svg.split("class=\"median\"", -1)).hasSize(4);
  }

  @Test
  void boxOf_fourValues_interpolatesQuartiles() {
    assertThat(BoxChart.Box.of(List.of(4.0, 1.0, 3.0, 2.0)))
        .isEqualTo(new BoxChart.Box(1, 1.75, 2.5, 3.25, 4));
    assertThatThrownBy(() -> BoxChart.Box.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lines_valuesBelowZero_standInsideThePlot() {
    String svg =
        LineChart.draw(
            "label",
            new LineChart.Across.Categories("buffer", List.of("10", "20")),
            "saved, s",
            List.of(
                new LineChart.Series(
                    "saved",
                    List.of(
                        new LineChart.Point(0, new Datum(-1, -2, 0)),
                        new LineChart.Point(1, new Datum(3, 2, 4))))));
    double lowest =
        Pattern.compile("y2=\"([0-9.]+)\"")
            .matcher(svg)
            .results()
            .map((MatchResult r) -> r.group(1))
            .mapToDouble(Double::parseDouble)
            .max()
            .orElseThrow();
    assertThat(svg).contains("−").doesNotContain("NaN");
    assertThat(lowest).isLessThanOrEqualTo(304.0);
  }

  @Test
  void traces_twoPanels_shareScalesAndDrawSteps() {
    Trace trace = new Trace("cwnd", List.of(new Trace.Sample(0, 10), new Trace.Sample(2, 40)));
    Trace half = new Trace("cwnd", List.of(new Trace.Sample(0, 10), new Trace.Sample(1, 20)));
    String svg =
        TraceChart.draw(
            "label",
            "a round begins",
            List.of(
                new TraceChart.Panel("without", "window, KiB", List.of(trace), List.of(1.0)),
                new TraceChart.Panel("with", "window, KiB", List.of(half), List.of())));
    assertThat(svg).contains("a round begins", "without", "with", "time since the start, s");
    assertThat(svg.split("class=\"thin s0\"", -1)).hasSize(3);
  }

  @Test
  void heat_decadesAndRuns_areShadedAndJoined() {
    double[][] parts = {{1, 1, 0.1}, {0.0005, 0, 0.011}, {0.0022, 0.0022, 0.0022}};
    String svg = HeatMap.draw("label", "ToR", parts, 3, List.of("part"));
    String grid = svg.substring(0, svg.indexOf("<line"));
    Pattern path = Pattern.compile("<path d=\"([^\"]+)\" class=\"cell (h\\d)\"/>");
    assertThat(
            path.matcher(grid)
                .results()
                .map(r -> r.group(2) + " " + r.group(1).split("M", -1).length))
        .containsExactly("h2 2", "h4 2", "h6 2", "h9 2");
    assertThat(svg).contains("from ToR", "prefers-color-scheme: dark").doesNotContain("NaN");
  }
}
