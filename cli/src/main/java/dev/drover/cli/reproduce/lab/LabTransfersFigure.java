package dev.drover.cli.reproduce.lab;

import dev.drover.cli.command.Machine;
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
import java.util.ArrayList;
import java.util.List;

/** Figs. 9 and 10 in the lab: three transfers, and three migrations, without and with D-R. */
public final class LabTransfersFigure implements Figure {
  static final String ANNOUNCED =
      " A migration is announced to the controller, which is beyond the paper: its route is there"
          + " before its first packet, and weighs the maximum until its end.";

  /**
   * How many times as fast is as the paper has it, "three times higher", but for what TCP needs.
   */
  private static final double AGREES = 2.7;

  private static final List<String> NAMES = List.of("4→1", "5→2", "6→3");
  private static final TransfersTrial STATIC = new TransfersTrial("static");
  private static final TransfersTrial DYNAMIC = new TransfersTrial("d-r");
  private static final MigrationsTrial STATIC_MOVES = new MigrationsTrial("static");
  private static final MigrationsTrial DYNAMIC_MOVES = new MigrationsTrial("d-r");

  @Override
  public FigureId id() {
    return new FigureId(Paper.EARLY_NOTIFICATION_LAB, "fig9-10");
  }

  @Override
  public String title() {
    return "Figs. 9 and 10 in the lab: three transfers and three migrations without and with D-R";
  }

  @Override
  public String place() {
    return "section 5.2";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.of(STATIC, DYNAMIC, STATIC_MOVES, DYNAMIC_MOVES);
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    return new Finding(
        "Measured on "
            + Machine.describe()
            + ". The paper's fat tree out of five Open vSwitch instances with links of "
            + FabricLab.RATE
            + " Mbit/s (the paper: 500) and frames of 9000 bytes, Drover's controller, a lab of its own for each repetition."
            + " Transfers are iperf3's, 10 s, begun 100 ms apart; goodput as the receivers have it,"
            + " over the time from the first beginning to the last end. Migrations are QEMU's"
            + " pre-copy of three idle VMs of 384 MiB at once, over links of "
            + FabricLab.MOVES_RATE
            + " Mbit/s, since with guests two cores do not carry more; their rate is all that"
            + " they sent, divided by the time from the first start to the last end."
            + ANNOUNCED,
        List.of(
            new Claim(
                "Fig. 9: three transfers together without D-R",
                "trend only: \"severe link contention\"",
                rate(outcomes, STATIC, TransfersTrial.TOGETHER)
                    + " Mbit/s; the slowest "
                    + rate(outcomes, STATIC, TransfersTrial.SLOWEST),
                median(outcomes, STATIC, TransfersTrial.TOGETHER) <= FabricLab.RATE
                    ? Verdict.AGREES
                    : Verdict.DIFFERS,
                ""),
            times(outcomes, "Fig. 10: three transfers with D-R", STATIC, DYNAMIC),
            times(outcomes, "Fig. 10: three migrations with D-R", STATIC_MOVES, DYNAMIC_MOVES)),
        List.of(new Plot("", "Three transfers of iperf3 over time", plot(outcomes))),
        List.of(new Finding.Shown("Three migrations at once", migrations(outcomes))),
        List.of(overTime(outcomes), transfers(outcomes), moves(outcomes)),
        List.of());
  }

  private static Claim times(Outcomes outcomes, String subject, Trial before, Trial after) {
    double slow = median(outcomes, before, TransfersTrial.TOGETHER);
    Estimate times =
        Estimate.of(
            outcomes.values(after, TransfersTrial.TOGETHER).stream()
                .map(rate -> rate / slow)
                .toList());
    return new Claim(
        subject,
        "\"three times higher\"",
        rate(outcomes, after, TransfersTrial.TOGETHER)
            + " Mbit/s together, "
            + Spreads.text(times, 2)
            + " times the median without",
        verdict(times.median()),
        "");
  }

  static Verdict verdict(double times) {
    return times >= AGREES ? Verdict.AGREES : times > 1.05 ? Verdict.DIRECTION : Verdict.DIFFERS;
  }

  private static String rate(Outcomes outcomes, Trial trial, String measure) {
    return Spreads.text(outcomes.estimate(trial, measure), 1);
  }

  private static double median(Outcomes outcomes, Trial trial, String measure) {
    return outcomes.estimate(trial, measure).median();
  }

  private static DataTable migrations(Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (MigrationsTrial trial : List.of(STATIC_MOVES, DYNAMIC_MOVES)) {
      rows.add(
          List.of(
              trial.routing(),
              rate(outcomes, trial, MigrationsTrial.TOTAL_TIME),
              rate(outcomes, trial, MigrationsTrial.TRAFFIC),
              rate(outcomes, trial, MigrationsTrial.TOGETHER)));
    }
    return new DataTable(
        "",
        List.of("routing", "total time, s", "migration traffic, MiB", "together, Mbit/s"),
        rows);
  }

  private static String plot(Outcomes outcomes) {
    return TraceChart.draw(
        "Three transfers of iperf3 in the lab, without and with D-R",
        "",
        List.of(
            panel("without D-R (Fig. 9)", outcomes.of(STATIC).getFirst()),
            panel("with D-R (Fig. 10)", outcomes.of(DYNAMIC).getFirst())));
  }

  private static TraceChart.Panel panel(String title, Outcome outcome) {
    List<Trace> traces = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      traces.add(new Trace(NAMES.get(i), outcome.traces().get(i).samples()));
    }
    return new TraceChart.Panel(title, "sent, Mbit/s", traces, List.of());
  }

  private static DataTable overTime(Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (TransfersTrial trial : List.of(STATIC, DYNAMIC)) {
      for (Trace trace : outcomes.of(trial).getFirst().traces()) {
        for (Trace.Sample sample : trace.samples()) {
          rows.add(
              List.of(
                  trial.routing(),
                  trace.name(),
                  DataTable.number(sample.seconds()),
                  DataTable.number(sample.value())));
        }
      }
    }
    return new DataTable("", List.of("routing", "transfer", "time_s", "sent_mbit_s"), rows);
  }

  private static DataTable transfers(Outcomes outcomes) {
    return Repetitions.table(
        "transfers",
        outcomes,
        List.of(STATIC, DYNAMIC),
        List.of(TransfersTrial.TOGETHER, TransfersTrial.SLOWEST));
  }

  private static DataTable moves(Outcomes outcomes) {
    return Repetitions.table(
        "migrations",
        outcomes,
        List.of(STATIC_MOVES, DYNAMIC_MOVES),
        List.of(MigrationsTrial.TOGETHER, MigrationsTrial.TOTAL_TIME, MigrationsTrial.TRAFFIC));
  }
}
