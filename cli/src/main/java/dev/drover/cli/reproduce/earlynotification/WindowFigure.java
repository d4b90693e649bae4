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
import java.util.Comparator;
import java.util.List;

/** Figs. 7 and 8: the congestion window over a migration, without and with E-N. */
public final class WindowFigure implements Figure {
  private static final String VM = "vm";
  private static final Scenario SCENARIO =
      Scenario.of("early-notification.yaml")
          .with("vms.vm.memory=128MiB", "vms.vm.writes.rate=10000");

  private static final SimulatedTrial STANDARD = trial(Variant.STANDARD);
  private static final SimulatedTrial NOTIFIED = trial(Variant.EARLY_NOTIFICATION);

  @Override
  public FigureId id() {
    return new FigureId(Paper.EARLY_NOTIFICATION, "fig7-8");
  }

  @Override
  public String title() {
    return "Figs. 7 and 8: the congestion window without and with E-N";
  }

  @Override
  public String place() {
    return "section 5.1";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.of(STANDARD, NOTIFIED);
  }

  private static SimulatedTrial trial(Variant variant) {
    return new SimulatedTrial(variant.of(SCENARIO), List.of(VM));
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    int seed = typical(outcomes);
    List<TraceChart.Panel> panels = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Variant variant : List.of(Variant.STANDARD, Variant.EARLY_NOTIFICATION)) {
      Outcome outcome = outcomes.of(trial(variant)).get(seed);
      Trace window = outcome.trace(Traces.window(VM));
      List<Double> rounds =
          outcome.trace(Traces.rounds(VM)).samples().stream().map(Trace.Sample::seconds).toList();
      panels.add(
          new TraceChart.Panel(
              variant == Variant.STANDARD ? "without E-N (Fig. 7)" : "with E-N (Fig. 8)",
              "congestion window, KiB",
              List.of(new Trace("congestion window", window.samples())),
              rounds));
      for (Trace.Sample sample : window.samples()) {
        rows.add(
            List.of(
                variant.toString(),
                DataTable.number(sample.seconds()),
                DataTable.number(sample.value())));
      }
    }
    return new Finding(
        "A VM of 128 MiB that dirties 10000 pages/s, no background; else as in Fig. 11. Drawn is"
            + " seed "
            + (seed + 1)
            + ", the median of all by total time without E-N.",
        claims(outcomes),
        List.of(
            new Plot(
                "",
                "Congestion window over time, without and with E-N",
                TraceChart.draw(title(), "a round begins", panels))),
        List.of(),
        List.of(
            new DataTable("", List.of("variant", "time_s", "window_kib"), rows), runs(outcomes)),
        List.of(
            "What remains with E-N are the teeth of TCP itself: without loss elsewhere it fills the"
                + " queue of 50 packets until it overflows, and halves its window. E-N cannot"
                + " remove those. What it removes is what rounds bring on: bursts, tails that"
                + " nothing follows, and standstills."));
  }

  /** The seed whose standard migration has the median of total time. */
  private static int typical(Outcomes outcomes) {
    List<Double> times = outcomes.values(STANDARD, Measures.TOTAL_TIME);
    List<Integer> seeds = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      seeds.add(i);
    }
    seeds.sort(Comparator.comparing(times::get));
    return seeds.get(seeds.size() / 2);
  }

  private static List<Claim> claims(Outcomes outcomes) {
    Estimate stood = outcomes.estimate(STANDARD, Measures.STANDSTILL);
    Estimate timeouts = outcomes.estimate(STANDARD, Measures.TRACED_TIMEOUTS);
    Estimate bursts = outcomes.estimate(STANDARD, Measures.BURST_CUTS);
    Estimate stoodAfter = outcomes.estimate(NOTIFIED, Measures.STANDSTILL);
    Estimate timeoutsAfter = outcomes.estimate(NOTIFIED, Measures.TRACED_TIMEOUTS);
    Estimate burstsAfter = outcomes.estimate(NOTIFIED, Measures.BURST_CUTS);
    Estimate fewerTimeouts = outcomes.saved(STANDARD, NOTIFIED, Measures.TRACED_TIMEOUTS);
    Estimate fewer = outcomes.saved(STANDARD, NOTIFIED, Measures.BURST_CUTS);
    double chance = chancePercent(outcomes);
    return List.of(
        new Claim(
            "Fig. 7: bursts where a round begins cut the window",
            "trend only: it \"suddenly become smaller\"",
            bursts.text(0) + " % of rounds begin with a cut",
            bursts.isPositive() ? Verdict.AGREES : Verdict.UNDECIDED,
            ""),
        new Claim(
            "Fig. 8: the same with E-N",
            "trend only: \"eliminated\"",
            burstsAfter.text(0) + " %",
            fewer.isPositive()
                ? burstsAfter.low() <= chance ? Verdict.AGREES : Verdict.DIRECTION
                : fewer.isNegative() ? Verdict.DIFFERS : Verdict.UNDECIDED,
            "about %.0f %% would by chance, from TCP's own teeth".formatted(chance)),
        new Claim(
            "loss in a round's tail: timeouts in a migration, without and with E-N",
            "trend only: some, none",
            timeouts.text(2) + " and " + timeoutsAfter.text(2),
            fewerTimeouts.isPositive()
                ? timeoutsAfter.most() == 0 ? Verdict.AGREES : Verdict.DIRECTION
                : fewerTimeouts.isNegative() ? Verdict.DIFFERS : Verdict.UNDECIDED,
            "each sends the window back to one segment and costs a second"),
        new Claim(
            "standing still between rounds, without and with E-N",
            "–",
            stood.text(2) + " s and " + stoodAfter.text(2) + " s",
            Verdict.UNPUBLISHED,
            "the flat stretches: the round's last segment waits for its delayed acknowledgement"));
  }

  /** How many of the rounds would begin with a cut if cuts came at any time alike. */
  private static double chancePercent(Outcomes outcomes) {
    double cuts = outcomes.estimate(NOTIFIED, Measures.CUTS).mean();
    double seconds = outcomes.estimate(NOTIFIED, Measures.TOTAL_TIME).mean();
    return 100 * Traces.BURST_SECONDS * cuts / seconds;
  }

  private static DataTable runs(Outcomes outcomes) {
    return DataTable.ofRuns(
        "runs",
        outcomes,
        List.of("settings"),
        trial -> List.of(trial.label()),
        List.of(
            Measures.CUTS,
            Measures.BURST_CUTS,
            Measures.TRACED_TIMEOUTS,
            Measures.STANDSTILL,
            Measures.ROUNDS,
            Measures.TOTAL_TIME));
  }
}
