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

/** Fig. 3a: how much memory the flow table takes. */
public final class MemoryFigure implements Figure {
  /** What the text of IV-D says, in MB. */
  private record Published(FlowSet set, int flows, double megabytes) {}

  private static final List<Published> PUBLISHED =
      List.of(
          new Published(FlowSet.TYPE_2, 10_000, 4),
          new Published(FlowSet.TYPE_1, 10_000, 16),
          new Published(FlowSet.TYPE_2, 100_000, 46),
          new Published(FlowSet.TYPE_1, 100_000, 91));

  @Override
  public FigureId id() {
    return new FigureId(Paper.S_CORE, "fig3a");
  }

  @Override
  public String title() {
    return "Fig. 3a: memory of the flow table";
  }

  @Override
  public String place() {
    return "section IV-D";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return Sizes.ofEachSet(MemoryTrial::new);
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    return new Finding(
        "Measured on "
            + Machine.describe()
            + ". Retained heap: what the heap holds after a collection with the table, less what it"
            + " holds after one without; of tables of few flows many are made and their mean is"
            + " taken. Flows of type 1 have a source address each, of type 2 a thousand share one."
            + " All destinations differ, and each source has a MAC address. What the Java machine"
            + " takes apart from the table is not in it, nor is what the poller remembers of Open"
            + " vSwitch's counters (20 to 42 bytes for each flow of its datapath).",
        PUBLISHED.stream().map(each -> claim(outcomes, each)).toList(),
        List.of(new Plot("", "Memory of the flow table by number of flows", plot(outcomes))),
        List.of(new Shown("", shown(outcomes))),
        List.of(data(outcomes)),
        List.of());
  }

  private static double median(Outcomes outcomes, FlowSet set, int flows, String measure) {
    return outcomes.estimate(new MemoryTrial(set, flows), measure).median();
  }

  private static Claim claim(Outcomes outcomes, Published published) {
    double found = median(outcomes, published.set(), published.flows(), MemoryTrial.MEMORY);
    boolean less = found < published.megabytes();
    return new Claim(
        Sizes.text(published.flows()) + " flows of " + published.set().title(),
        number(published.megabytes(), 0) + " MB",
        number(found, 2)
            + " MB: "
            + number(published.megabytes() / found, 1)
            + " times "
            + (less ? "less" : "as much"),
        less ? Verdict.DIRECTION : Verdict.DIFFERS,
        less ? "arrays of numbers in the place of nested tables of objects" : "");
  }

  private static String plot(Outcomes outcomes) {
    List<LineChart.Series> series = new ArrayList<>();
    for (FlowSet set : FlowSet.values()) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < Sizes.ALL.size(); i++) {
        points.add(
            new Point(i, Datum.exact(median(outcomes, set, Sizes.ALL.get(i), MemoryTrial.MEMORY))));
      }
      series.add(new LineChart.Series(set.title() + ", Drover", points));
    }
    for (FlowSet set : FlowSet.values()) {
      series.add(
          new LineChart.Series(
              set.title() + ", published",
              PUBLISHED.stream()
                  .filter(each -> each.set() == set)
                  .map(each ->
                      new Point(Sizes.ALL.indexOf(each.flows()), Datum.exact(each.megabytes())))
                  .toList()));
    }
    return LineChart.draw(
        "Memory of the flow table by number of flows, measured and published",
        new LineChart.Across.Categories("flows", Sizes.names()),
        "memory, MB",
        series);
  }

  private static DataTable shown(Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (int flows : Sizes.ALL) {
      List<String> row = new ArrayList<>(List.of(Sizes.text(flows)));
      for (FlowSet set : FlowSet.values()) {
        row.add(number(median(outcomes, set, flows, MemoryTrial.MEMORY), 4));
        row.add(number(median(outcomes, set, flows, MemoryTrial.EACH), 0));
      }
      rows.add(row);
    }
    return new DataTable(
        "", List.of("flows", "type 1, MB", "bytes a flow", "type 2, MB", "bytes a flow"), rows);
  }

  private static DataTable data(Outcomes outcomes) {
    return DataTable.ofRuns(
        "",
        outcomes,
        List.of("type", "flows"),
        trial ->
            trial instanceof MemoryTrial(FlowSet set, int flows)
                ? List.of(set.title(), Integer.toString(flows))
                : List.of("", ""),
        List.of(MemoryTrial.MEMORY, MemoryTrial.EACH));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
