package dev.drover.cli.reproduce.score;

import dev.drover.cli.command.Machine;
import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.chart.LineChart;
import dev.drover.cli.reproduce.chart.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** Fig. 3c: what part of the processor goes to keep the flow table up to date. */
public final class UpdateFigure implements Figure {
  /** What the text of IV-D says, in per cent. */
  private record Published(int flows, int seconds, double percent) {}

  private static final List<Published> PUBLISHED =
      List.of(
          new Published(1000, 5, 0.002),
          new Published(1000, 1, 0.01),
          new Published(10_000, 5, 1),
          new Published(10_000, 1, 3.6));

  @Override
  public FigureId id() {
    return new FigureId(Paper.S_CORE, "fig3c");
  }

  @Override
  public String title() {
    return "Fig. 3c: processor time of keeping the flow table up to date";
  }

  @Override
  public String place() {
    return "section IV-D";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return UpdateTrial.SECONDS.stream().<Trial>map(UpdateTrial::new).toList();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    return new Finding(
        "Measured on "
            + Machine.describe()
            + ". Processor time of the thread that updates the table, divided by the interval: a"
            + " part of one core. Every flow (type 2) carried something in each interval. Once"
            + " from numbers in memory, which is what the paper's text says it measured (\"the CPU"
            + " clock time for adding each flow\"); once with all that a host does: Open vSwitch's"
            + " control socket is asked, its text is read and counters are compared with those of"
            + " the last time. The text is generated, of the form that Open vSwitch 3.1 has; what"
            + " Open vSwitch itself spends to print it is not in it.",
        PUBLISHED.stream().map(each -> claim(outcomes, each)).toList(),
        List.of(
            new Plot(
                "",
                "Part of a core with Open vSwitch's text, by interval",
                plot(outcomes, "with Open vSwitch's text", UpdateTrial::withText)),
            new Plot(
                "table",
                "Part of a core for the table alone, by interval",
                plot(outcomes, "the table alone", UpdateTrial::table))),
        List.of(
            new Shown("The table alone, per cent of a core", shown(outcomes, UpdateTrial::table)),
            new Shown(
                "With Open vSwitch's text, per cent of a core",
                shown(outcomes, UpdateTrial::withText))),
        List.of(data(outcomes)),
        List.of());
  }

  private static double median(Outcomes outcomes, int seconds, String measure) {
    return outcomes.estimate(new UpdateTrial(seconds), measure).median();
  }

  private static Claim claim(Outcomes outcomes, Published published) {
    double table = median(outcomes, published.seconds(), UpdateTrial.table(published.flows()));
    double whole = median(outcomes, published.seconds(), UpdateTrial.withText(published.flows()));
    return new Claim(
        Sizes.text(published.flows()) + " flows every " + published.seconds() + " s",
        DataTable.number(published.percent()) + " %",
        number(table) + " % the table alone, " + number(whole) + " % with Open vSwitch's text",
        table <= published.percent() ? Verdict.AGREES : Verdict.DIFFERS,
        table <= published.percent() ? "no more than published" : "more than published");
  }

  private static String plot(Outcomes outcomes, String what, IntFunction<String> measure) {
    List<LineChart.Series> series = new ArrayList<>();
    for (int flows : UpdateTrial.FLOWS) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < UpdateTrial.SECONDS.size(); i++) {
        int seconds = UpdateTrial.SECONDS.get(i);
        points.add(new Point(i, Datum.exact(median(outcomes, seconds, measure.apply(flows)))));
      }
      series.add(new LineChart.Series(Sizes.text(flows) + " flows", points));
    }
    series.add(
        new LineChart.Series(
            "10,000 flows, published",
            PUBLISHED.stream()
                .filter(each -> each.flows() == 10_000)
                .sorted((a, b) -> Integer.compare(a.seconds(), b.seconds()))
                .map(each ->
                    new Point(
                        UpdateTrial.SECONDS.indexOf(each.seconds()), Datum.exact(each.percent())))
                .toList()));
    return LineChart.draw(
        "Part of a core, " + what + ", by interval between updates",
        new LineChart.Across.Categories(
            "interval, s", UpdateTrial.SECONDS.stream().map(each -> "" + each).toList()),
        "part of a core, %",
        series);
  }

  private static DataTable shown(Outcomes outcomes, IntFunction<String> measure) {
    List<String> head = new ArrayList<>(List.of("interval, s"));
    UpdateTrial.FLOWS.forEach(flows -> head.add(Sizes.text(flows) + " flows"));
    List<List<String>> rows = new ArrayList<>();
    for (int seconds : UpdateTrial.SECONDS) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(seconds)));
      UpdateTrial.FLOWS.forEach(
          flows -> row.add(number(median(outcomes, seconds, measure.apply(flows)))));
      rows.add(row);
    }
    return new DataTable("", head, rows);
  }

  private static DataTable data(Outcomes outcomes) {
    return DataTable.ofRuns(
        "",
        outcomes,
        List.of("interval_s"),
        trial ->
            trial instanceof UpdateTrial(int seconds)
                ? List.of(Integer.toString(seconds))
                : List.of(""),
        UpdateTrial.measures());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : "%.2f", value);
  }
}
