package dev.drover.cli.reproduce.earlynotification;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trace;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.TraceChart;
import dev.drover.cli.reproduce.simulated.Measures;
import dev.drover.cli.reproduce.simulated.Scenario;
import dev.drover.cli.reproduce.simulated.SimulatedTrial;
import dev.drover.cli.reproduce.simulated.Traces;
import java.util.ArrayList;
import java.util.List;

/** Figs. 9 and 10: three transfers at once, without and with D-R. */
public final class TransfersFigure implements Figure {
  private static final List<String> FLOWS = List.of("a-1", "b-1", "c-1");

  /** Mbit/s. */
  private static final double LINK = 500;

  private static final List<String> NAMES = List.of("4→1", "5→2", "6→3");
  private static final List<String> TRANSFERS = List.of("a", "b", "c");

  private static final SimulatedTrial STATIC = trial("static");
  private static final SimulatedTrial DYNAMIC = trial("d-r");
  private static final SimulatedTrial HASHED = trial("ecmp");

  private static SimulatedTrial trial(String routing) {
    return new SimulatedTrial(
        Scenario.of("dynamic-routing.yaml").with("routing=" + routing), FLOWS);
  }

  /** Goodput of the three together, by seed. */
  private static List<Double> together(Outcomes outcomes, Trial trial) {
    return outcomes.of(trial).stream().map(TransfersFigure::together).toList();
  }

  private static double together(Outcome outcome) {
    double sum = 0;
    for (String transfer : TRANSFERS) {
      sum += outcome.measure(Measures.goodput(transfer));
    }
    return sum;
  }

  private static Estimate each(Outcomes outcomes, Trial trial) {
    return Estimate.of(together(outcomes, trial).stream().map(sum -> sum / 3).toList());
  }

  /** How many times as fast they are together as without D-R. */
  private static Estimate times(Outcomes outcomes, Trial trial) {
    List<Double> before = together(outcomes, STATIC);
    List<Double> after = together(outcomes, trial);
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      times.add(after.get(i) / before.get(i));
    }
    return Estimate.of(times);
  }

  /** The slowest of the three, a part of the link. */
  private static Estimate slowest(Outcomes outcomes, Trial trial) {
    return Estimate.of(
        outcomes.of(trial).stream()
            .map(outcome ->
                TRANSFERS.stream()
                    .mapToDouble(transfer -> outcome.measure(Measures.goodput(transfer)))
                    .min()
                    .orElseThrow())
            .toList());
  }

  @Override
  public FigureId id() {
    return new FigureId(Paper.EARLY_NOTIFICATION, "fig9-10");
  }

  @Override
  public String title() {
    return "Figs. 9 and 10: three transfers without and with D-R";
  }

  @Override
  public String place() {
    return "section 5.2";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.of(STATIC, DYNAMIC, HASHED);
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    Estimate times = times(outcomes, DYNAMIC);
    return new Finding(
        "Scenario `scenarios/papers/dynamic-routing.yaml`: 500 Mbit/s, 25 µs, queues of 50 packets,"
            + " three TCP transfers (CUBIC with SACK, as the guests' Linux 4.4) that begin 100 ms"
            + " apart and go on for 10 s. Drawn is seed 1. D-R chooses when a flow begins; that it"
            + " sets the weight of a chosen route to the maximum until the next statistics is what"
            + " keeps the three apart, for before the first statistics no link is busier than"
            + " another.",
        List.of(
            new Claim(
                "Fig. 9: goodput of each without D-R",
                "trend only: \"severe link contention\", \"all … influenced\"",
                each(outcomes, STATIC).text(0)
                    + " Mbit/s; the slowest "
                    + slowest(outcomes, STATIC).text(0),
                each(outcomes, STATIC).high() < LINK / 2 ? Verdict.AGREES : Verdict.DIFFERS,
                ""),
            new Claim(
                "Fig. 10: the same with D-R",
                "\"all … at full speed\", \"three times higher\"",
                "%s Mbit/s, %s times; the slowest %s"
                    .formatted(
                        each(outcomes, DYNAMIC).text(0),
                        times.text(2),
                        slowest(outcomes, DYNAMIC).text(0)),
                times.mean() > 2.85 && times.mean() < 3.15
                    ? Verdict.AGREES
                    : times.mean() > 1.05 ? Verdict.DIRECTION : Verdict.DIFFERS,
                ""),
            new Claim(
                "the same with ECMP",
                "–",
                "%s Mbit/s, %s times; the slowest %s"
                    .formatted(
                        each(outcomes, HASHED).text(0),
                        times(outcomes, HASHED).text(2),
                        slowest(outcomes, HASHED).text(0)),
                Verdict.UNPUBLISHED,
                "the hash puts two or three of them on one way more often than not")),
        List.of(new Plot("", "Goodput of three transfers over time", plot(outcomes))),
        List.of(),
        List.of(data(outcomes), runs(outcomes)),
        List.of());
  }

  private static DataTable runs(Outcomes outcomes) {
    return DataTable.ofRuns(
        "runs",
        outcomes,
        List.of("settings"),
        trial -> List.of(trial.label()),
        TRANSFERS.stream().map(Measures::goodput).toList());
  }

  private static String plot(Outcomes outcomes) {
    return TraceChart.draw(
        "Goodput of three transfers, without and with D-R",
        "",
        List.of(
            panel("without D-R (Fig. 9)", outcomes.of(STATIC).getFirst()),
            panel("with D-R (Fig. 10)", outcomes.of(DYNAMIC).getFirst())));
  }

  private static TraceChart.Panel panel(String title, Outcome outcome) {
    List<Trace> traces = new ArrayList<>();
    for (int i = 0; i < FLOWS.size(); i++) {
      Trace goodput = outcome.trace(Traces.goodput(FLOWS.get(i)));
      traces.add(new Trace(NAMES.get(i), goodput.samples()));
    }
    return new TraceChart.Panel(title, "goodput, Mbit/s", traces, List.of());
  }

  private static DataTable data(Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (String routing : List.of("static", "d-r")) {
      Outcome drawn = outcomes.of(trial(routing)).getFirst();
      for (int i = 0; i < FLOWS.size(); i++) {
        Trace goodput = drawn.trace(Traces.goodput(FLOWS.get(i)));
        for (Trace.Sample sample : goodput.samples()) {
          rows.add(
              List.of(
                  routing,
                  NAMES.get(i),
                  DataTable.number(sample.seconds()),
                  DataTable.number(sample.value())));
        }
      }
    }
    return new DataTable("", List.of("routing", "transfer", "time_s", "goodput_mbit_s"), rows);
  }
}
