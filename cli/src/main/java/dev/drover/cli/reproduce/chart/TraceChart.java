package dev.drover.cli.reproduce.chart;

import dev.drover.cli.report.Scale;
import dev.drover.cli.report.Svg;
import dev.drover.cli.reproduce.Trace;
import java.util.ArrayList;
import java.util.List;

/** What happened over time: panels one above the other on one time axis. */
public final class TraceChart {
  private static final double PLOT = 170;
  private static final double GAP = 44;

  private TraceChart() {}

  /**
   * A panel.
   *
   * @param title what it shows
   * @param up title of its vertical axis, with unit
   * @param traces each a line of steps
   * @param marks moments to be marked, in seconds
   */
  public record Panel(String title, String up, List<Trace> traces, List<Double> marks) {
    public Panel {
      traces = List.copyOf(traces);
      marks = List.copyOf(marks);
    }
  }

  /**
   * {@return the chart, ready to be a file}; all panels have the same scales, for they are there to
   * be compared
   *
   * @param label what it shows, for who cannot see it
   * @param marked what the marks are; empty when there are none
   */
  public static String draw(String label, String marked, List<Panel> panels) {
    List<String> names = names(panels);
    double key = Frame.keyHeight(names);
    double first = key + 52;
    double bottom = first + panels.size() * (PLOT + GAP) - GAP;
    double ends = panels.stream().mapToDouble(TraceChart::end).max().orElse(1);
    double most = panels.stream().mapToDouble(TraceChart::most).max().orElse(1);
    Scale x = new Scale(0, ends, Frame.LEFT, Frame.RIGHT);
    double height = bottom + Frame.BELOW + (marked.isEmpty() ? 0 : 18);
    Svg svg = Frame.begin(height, label);
    Frame.key(svg, names, (s, px, py, i) -> s.rect(px, py - 2, 20, 4, Look.fill(i), ""));
    for (int i = 0; i < panels.size(); i++) {
      double top = first + i * (PLOT + GAP);
      Scale y = new Scale(0, Scale.roundUp(most * 1.03), top + PLOT, top);
      panel(svg, panels.get(i), x, y, i == panels.size() - 1, names);
    }
    if (!marked.isEmpty()) {
      double y = height - 12;
      svg.line(Frame.LEFT, y - 4, Frame.LEFT + 24, y - 4, Look.MARK);
      svg.text(Frame.LEFT + 32, y, Svg.Anchor.START, Look.KEY, marked);
    }
    return svg.finish();
  }

  private static void panel(
      Svg svg, Panel panel, Scale x, Scale y, boolean last, List<String> names) {
    double top = y.pixelTo();
    double bottom = y.pixelFrom();
    for (double tick : x.ticks(8)) {
      svg.line(x.at(tick), top, x.at(tick), bottom, Look.GRID);
      if (last) {
        svg.text(x.at(tick), bottom + 17, Svg.Anchor.MIDDLE, Look.TICK, Frame.number(tick));
      }
    }
    if (last) {
      Frame.acrossTitle(svg, bottom, "time since the start, s");
    }
    Frame.up(svg, y, panel.up());
    svg.text(Frame.RIGHT, top - 12, Svg.Anchor.END, Look.TITLE, panel.title());
    for (double mark : panel.marks()) {
      svg.line(x.at(mark), top, x.at(mark), bottom, Look.MARK);
    }
    for (Trace trace : panel.traces()) {
      steps(svg, trace, x, y, names.indexOf(trace.name()));
    }
    Frame.axes(svg, top, bottom);
  }

  private static void steps(Svg svg, Trace trace, Scale x, Scale y, int index) {
    List<Svg.Point> points = new ArrayList<>();
    double before = Double.NaN;
    for (Trace.Sample sample : trace.samples()) {
      double px = x.at(sample.seconds());
      if (!Double.isNaN(before)) {
        points.add(new Svg.Point(px, before));
      }
      before = y.at(sample.value());
      points.add(new Svg.Point(px, before));
    }
    svg.polyline(points, Look.thin(index), trace.name());
  }

  private static List<String> names(List<Panel> panels) {
    return panels.stream()
        .flatMap(panel -> panel.traces().stream())
        .map(Trace::name)
        .distinct()
        .toList();
  }

  private static double end(Panel panel) {
    return panel.traces().stream()
        .flatMap(trace -> trace.samples().stream())
        .mapToDouble(Trace.Sample::seconds)
        .max()
        .orElse(0);
  }

  private static double most(Panel panel) {
    return panel.traces().stream()
        .flatMap(trace -> trace.samples().stream())
        .mapToDouble(Trace.Sample::value)
        .max()
        .orElse(0);
  }
}
