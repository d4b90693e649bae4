package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.chart.LineChart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fig. 2c: how much of the gain is left when migrations cost something. */
public final class PriceFigure implements Figure {
  /** The paper's two shares, in per cent. */
  private static final double GOOD = 10;

  private static final double PLUNGE = 20;

  /** Less than this is left of a reduction after a plunge, and more where it is still good, %. */
  private static final double HALF = 50;

  private static final String UP = "reduction in parts of that at c_m = 0, %";

  /** The linear axis of the figure ends here, in per cent. */
  private static final double DRAWN = 200;

  @Override
  public FigureId id() {
    return new FigureId(Paper.S_CORE, "fig2c");
  }

  @Override
  public String title() {
    return "Fig. 2c: cost reduction when migrations cost something";
  }

  @Override
  public String place() {
    return "section IV-B";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return Arrays.stream(Reading.values()).<Trial>map(PriceTrial::new).toList();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    List<Claim> claims = new ArrayList<>();
    for (Reading reading : Reading.values()) {
      claims.add(good(outcomes, reading));
      claims.add(plunge(outcomes, reading));
    }
    return new Finding(
        SetUp.TEXT
            + "The distributed policy, five iterations, flows neither come nor go. \"c_m [at] 10 %"
            + " of overall communication cost\" can be read in three ways; Fig. 2c takes the"
            + " first, by which the migrations of all VMs, once each, would cost 10 % of it: c_m is"
            + " a share of the mean VM's cost. The second takes the cost of the very VM that would"
            + " migrate, the third is the sentence as printed, for each single migration. The ratio"
            + " is the cost's reduction in parts of that at c_m = 0.",
        claims,
        List.of(
            new Plot("", "Ratio of cost reduction by cost of a migration", plot(outcomes)),
            new Plot(
                "overall",
                "The same by the sentence as printed: shares of the whole cost",
                plotOverall(outcomes))),
        Arrays.stream(Reading.values())
            .map(
                reading -> new Shown("c_m as a share " + reading.title(), shown(outcomes, reading)))
            .toList(),
        Arrays.stream(Reading.values()).map(reading -> data(outcomes, reading)).toList(),
        List.of(REMARK));
  }

  private static final String REMARK =
      "A plunge between 10 and 20 % comes of none of these readings. By the weights a byte through"
          + " the core costs 172 times what it costs within a rack and 46 times what it costs within"
          + " a group, so a VM that leaves the core saves nearly all it costs, and does not mind a"
          + " price of a fifth of that. Of the first reading the tables show that most migrations go"
          + " and little of the gain: they are those that gained little. By the second a"
          + " gain can be at most 200 %, for it counts at both ends (eq. 2) and the VM's cost once:"
          + " that is where it collapses. By the third the collapse comes at about a thousandth of"
          + " what is printed: no single VM's migration can gain a tenth of the cost of 34,816.";

  private static Estimate ratio(Outcomes outcomes, Reading reading, double percent) {
    List<Double> ratios = new ArrayList<>();
    for (Outcome outcome : outcomes.of(new PriceTrial(reading))) {
      ratios.add(
          100
              * outcome.measure(PriceTrial.reduction(percent))
              / outcome.measure(PriceTrial.reduction(0)));
    }
    return Estimate.of(ratios);
  }

  private static Claim good(Outcomes outcomes, Reading reading) {
    Estimate ratio = ratio(outcomes, reading, GOOD);
    return new Claim(
        "10 % " + reading.title(),
        "trend only: \"pronounced\" reduction",
        ratio.text(1) + " % of the reduction at c_m = 0",
        ratio.low() > HALF ? Verdict.AGREES : Verdict.DIFFERS,
        "held to: more than half remains");
  }

  private static Claim plunge(Outcomes outcomes, Reading reading) {
    List<Double> below = new ArrayList<>();
    for (Outcome outcome : outcomes.of(new PriceTrial(reading))) {
      below.add(
          HALF / 100 * outcome.measure(PriceTrial.reduction(GOOD))
              - outcome.measure(PriceTrial.reduction(PLUNGE)));
    }
    return new Claim(
        "20 % " + reading.title(),
        "trend only: \"plunge sharply\"",
        ratio(outcomes, reading, PLUNGE).text(1) + " % of the reduction at c_m = 0",
        Estimate.of(below).isPositive() ? Verdict.AGREES : Verdict.DIFFERS,
        "held to: less than half remains of what does at 10 %");
  }

  private static String plot(Outcomes outcomes) {
    List<LineChart.Series> series = new ArrayList<>();
    for (Reading reading : List.of(Reading.AVERAGE_VM, Reading.OWN_VM)) {
      series.add(
          new LineChart.Series(
              reading.title(),
              reading.percents().stream()
                  .filter(percent -> percent <= DRAWN)
                  .map(percent ->
                      new LineChart.Point(percent, Datum.of(ratio(outcomes, reading, percent))))
                  .toList()));
    }
    return LineChart.draw(
        "Ratio of cost reduction by cost of a migration",
        new LineChart.Across.Numbers("cost of a migration c_m, % …", 0, DRAWN),
        UP,
        series);
  }

  private static String plotOverall(Outcomes outcomes) {
    List<Double> percents = Reading.OVERALL.percents();
    List<LineChart.Point> points = new ArrayList<>();
    for (int i = 0; i < percents.size(); i++) {
      points.add(
          new LineChart.Point(i, Datum.of(ratio(outcomes, Reading.OVERALL, percents.get(i)))));
    }
    return LineChart.draw(
        "Ratio of cost reduction by cost of a migration as a share of the whole cost",
        new LineChart.Across.Categories(
            "cost of a migration c_m, % of the whole cost",
            percents.stream().map(DataTable::number).toList()),
        UP,
        List.of(new LineChart.Series(Reading.OVERALL.title(), points)));
  }

  private static DataTable shown(Outcomes outcomes, Reading reading) {
    PriceTrial trial = new PriceTrial(reading);
    return new DataTable(
        "",
        List.of("c_m, %", "cost falls by, %", "ratio, %", "migrations for 100 VMs"),
        reading.percents().stream()
            .map(percent ->
                List.of(
                    DataTable.number(percent),
                    outcomes.estimate(trial, PriceTrial.reduction(percent)).text(1),
                    ratio(outcomes, reading, percent).text(1),
                    outcomes.estimate(trial, PriceTrial.migrations(percent)).text(1)))
            .toList());
  }

  private static DataTable data(Outcomes outcomes, Reading reading) {
    List<List<String>> rows = new ArrayList<>();
    for (double percent : reading.percents()) {
      int seed = 1;
      for (Outcome outcome : outcomes.of(new PriceTrial(reading))) {
        rows.add(
            List.of(
                DataTable.number(percent),
                Integer.toString(seed++),
                DataTable.number(outcome.measure(PriceTrial.reduction(percent))),
                DataTable.number(outcome.measure(PriceTrial.migrations(percent)))));
      }
    }
    return new DataTable(
        reading.fileName(),
        List.of("c_m_percent", "seed", "reduction_percent", "migrations_percent"),
        rows);
  }
}
