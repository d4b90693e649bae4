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

/** Fig. 3b: how long operations on the flow table take. */
public final class TimesFigure implements Figure {
  private static final int REALISTIC = 100;
  private static final double PUBLISHED_MS = 100;
  private static final List<String> WORDS = List.of("add", "update", "look up", "delete");

  @Override
  public FigureId id() {
    return new FigureId(Paper.S_CORE, "fig3b");
  }

  @Override
  public String title() {
    return "Fig. 3b: times of operations on the flow table";
  }

  @Override
  public String place() {
    return "section IV-D";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return Sizes.ofEachSet(TimesTrial::new);
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    return new Finding(
        "Measured on "
            + Machine.describe()
            + ". The time of a whole batch by the wall clock, median of three to seven rounds in a warm Java"
            + " machine: all flows of the batch are added to an empty table, which grows meanwhile;"
            + " 1500 bytes more are added to each; the flows of each source address are looked up;"
            + " all are deleted at once, as old flows are. Updating is not in the paper's figure.",
        claims(outcomes),
        List.of(
            new Plot("", "Times of operations by number of flows", plot(outcomes, false)),
            new Plot("each", "Times of operations for each flow", plot(outcomes, true))),
        List.of(new Shown("Milliseconds for the whole batch", shown(outcomes))),
        List.of(data(outcomes)),
        List.of());
  }

  private static double median(Outcomes outcomes, FlowSet set, int flows, int operation) {
    return outcomes
        .estimate(new TimesTrial(set, flows), TimesTrial.MEASURES.get(operation))
        .median();
  }

  private static List<Claim> claims(Outcomes outcomes) {
    double most = 0;
    for (FlowSet set : FlowSet.values()) {
      for (int i = 0; i < WORDS.size(); i++) {
        most = Math.max(most, median(outcomes, set, REALISTIC, i));
      }
    }
    return List.of(
        new Claim(
            "any operation on 100 flows",
            "at most 100 ms",
            "at most " + number(most) + " ms",
            most <= PUBLISHED_MS ? Verdict.AGREES : Verdict.DIFFERS,
            ""),
        faster(outcomes));
  }

  private static Claim faster(Outcomes outcomes) {
    int largest = Sizes.ALL.getLast();
    StringBuilder text = new StringBuilder();
    boolean all = true;
    for (int i = 0; i < WORDS.size(); i++) {
      if (i != 1) {
        double first = median(outcomes, FlowSet.TYPE_1, largest, i);
        double second = median(outcomes, FlowSet.TYPE_2, largest, i);
        all &= second < first;
        text.append(text.isEmpty() ? "" : ", ")
            .append(WORDS.get(i))
            .append(' ')
            .append(number(first / second))
            .append(" times as fast");
      }
    }
    return new Claim(
        "type 2 against type 1, " + Sizes.text(largest) + " flows",
        "less time, trend only",
        text.toString(),
        all ? Verdict.AGREES : Verdict.DIFFERS,
        "");
  }

  private static String plot(Outcomes outcomes, boolean each) {
    List<LineChart.Series> series = new ArrayList<>();
    for (FlowSet set : FlowSet.values()) {
      for (int operation = 0; operation < WORDS.size(); operation++) {
        if (operation == 1) {
          continue;
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < Sizes.ALL.size(); i++) {
          int flows = Sizes.ALL.get(i);
          double whole = median(outcomes, set, flows, operation);
          points.add(new Point(i, Datum.exact(each ? whole * 1000 / flows : whole)));
        }
        series.add(new LineChart.Series(WORDS.get(operation) + ", " + set.title(), points));
      }
    }
    return LineChart.draw(
        "Times of operations on the flow table, " + (each ? "each flow" : "whole batch"),
        new LineChart.Across.Categories("flows in the batch", Sizes.names()),
        each ? "time for each flow, µs" : "time of the batch, ms",
        series);
  }

  private static DataTable shown(Outcomes outcomes) {
    List<String> head = new ArrayList<>(List.of("flows"));
    for (FlowSet set : FlowSet.values()) {
      WORDS.forEach(word -> head.add(word + ", " + set.title()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int flows : Sizes.ALL) {
      List<String> row = new ArrayList<>(List.of(Sizes.text(flows)));
      for (FlowSet set : FlowSet.values()) {
        for (int i = 0; i < WORDS.size(); i++) {
          row.add(number(median(outcomes, set, flows, i)));
        }
      }
      rows.add(row);
    }
    return new DataTable("", head, rows);
  }

  private static DataTable data(Outcomes outcomes) {
    return DataTable.ofRuns(
        "",
        outcomes,
        List.of("type", "flows"),
        trial ->
            trial instanceof TimesTrial(FlowSet set, int flows)
                ? List.of(set.title(), Integer.toString(flows))
                : List.of("", ""),
        TimesTrial.MEASURES);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : value < 10 ? "%.2f" : "%.0f", value);
  }
}
