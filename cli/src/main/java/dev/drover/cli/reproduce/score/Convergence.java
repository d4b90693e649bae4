package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Trace;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.chart.LineChart;
import java.util.ArrayList;
import java.util.List;

/** Fig. 2b from one start: its trials, its lines and its numbers. */
record Convergence(Start start) {
  static final List<Start> STARTS = List.of(Start.SCATTERED, Start.BY_LOT);

  static final String DISTRIBUTED = "distributed";
  static final String LOAD_AWARE = "load-aware";
  static final String GLOBAL = "global";
  static final String ROUND_ROBIN = "round-robin";

  /** As the paper names them. */
  static final List<String> POLICIES = List.of(ROUND_ROBIN, GLOBAL, DISTRIBUTED, LOAD_AWARE);

  private static final List<String> OTHERS =
      List.of(ConvergenceTrial.STAY, ConvergenceTrial.RANDOM);

  private DataCentre dataCentre() {
    return new DataCentre(Levels.FOUR, start);
  }

  ConvergenceTrial tokens() {
    return new ConvergenceTrial(dataCentre());
  }

  SteadyTrial steady() {
    return new SteadyTrial(dataCentre());
  }

  ReferenceTrial genetic() {
    return new ReferenceTrial(dataCentre(), ReferenceTrial.GENETIC);
  }

  ReferenceTrial partition() {
    return new ReferenceTrial(dataCentre(), ReferenceTrial.PARTITION);
  }

  Estimate measure(Outcomes outcomes, String measure) {
    return outcomes.estimate(tokens(), measure);
  }

  /** {@return by how much a measure of the tokens' is above another one, seed by seed} */
  Estimate above(Outcomes outcomes, String measure, String other) {
    List<Double> differences = new ArrayList<>();
    for (Outcome outcome : outcomes.of(tokens())) {
      differences.add(outcome.measure(measure) - outcome.measure(other));
    }
    return Estimate.of(differences);
  }

  /** {@return a policy's reduction in parts of the reference's, seed by seed, %} */
  Estimate ofReference(Outcomes outcomes, String policy, ReferenceTrial reference) {
    List<Double> own = outcomes.values(tokens(), ConvergenceTrial.reduction(policy));
    List<Double> whole = outcomes.values(reference, ReferenceTrial.REDUCTION);
    List<Double> parts = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      parts.add(100 * own.get(i) / whole.get(i));
    }
    return Estimate.of(parts);
  }

  /**
   * {@return by how much more than a placement by the genetic algorithm, made before the first
   * iteration, a policy saves after the last, seed by seed}
   */
  Estimate aboveAged(Outcomes outcomes, String policy) {
    List<Double> own = outcomes.values(tokens(), ConvergenceTrial.reduction(policy));
    List<Double> aged = outcomes.values(genetic(), ReferenceTrial.LATER);
    List<Double> more = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      more.add(own.get(i) - aged.get(i));
    }
    return Estimate.of(more);
  }

  /** {@return the chart; placement by lot is not in it, for it would hide what else there is} */
  String plot(Outcomes outcomes) {
    List<LineChart.Series> series = new ArrayList<>();
    POLICIES.forEach(name -> series.add(new LineChart.Series(name, line(outcomes, name))));
    for (ReferenceTrial reference : List.of(genetic(), partition())) {
      Estimate cost =
          Estimate.of(
              outcomes.values(reference, ReferenceTrial.REDUCTION).stream()
                  .map(reduction -> 100 - reduction)
                  .toList());
      series.add(
          new LineChart.Series(
              reference.algorithm(),
              List.of(
                  new LineChart.Point(0, Datum.exact(cost.mean())),
                  new LineChart.Point(FlowWindows.ITERATIONS, Datum.exact(cost.mean())))));
    }
    series.add(new LineChart.Series(ConvergenceTrial.STAY, line(outcomes, ConvergenceTrial.STAY)));
    return LineChart.draw(
        "Communication cost over five iterations of the token, " + start.title(),
        new LineChart.Across.Numbers(
            "iterations of the token (each VM holds it once)", 0, FlowWindows.ITERATIONS),
        "cost, % of that before the first hold",
        series);
  }

  private List<LineChart.Point> line(Outcomes outcomes, String name) {
    List<List<Trace.Sample>> runs =
        outcomes.of(tokens()).stream().map(outcome -> outcome.trace(name).samples()).toList();
    List<LineChart.Point> points = new ArrayList<>();
    for (int i = 0; i < runs.getFirst().size(); i++) {
      points.add(new LineChart.Point(runs.getFirst().get(i).seconds(), Datum.of(at(runs, i))));
    }
    return points;
  }

  private static Estimate at(List<List<Trace.Sample>> runs, int sample) {
    return Estimate.of(runs.stream().map(run -> run.get(sample).value()).toList());
  }

  DataTable shown(Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (String policy : POLICIES) {
      rows.add(
          List.of(
              policy,
              measure(outcomes, ConvergenceTrial.reduction(policy)).text(1),
              "–",
              ofReference(outcomes, policy, genetic()).text(1),
              ofReference(outcomes, policy, partition()).text(1),
              measure(outcomes, ConvergenceTrial.area(policy)).text(1),
              measure(outcomes, ConvergenceTrial.migrations(policy, 1)).text(0),
              measure(outcomes, ConvergenceTrial.migrations(policy, FlowWindows.ITERATIONS))
                  .text(0)));
    }
    for (ReferenceTrial reference : List.of(genetic(), partition())) {
      rows.add(
          List.of(
              reference.algorithm(),
              outcomes.estimate(reference, ReferenceTrial.REDUCTION).text(1),
              outcomes.estimate(reference, ReferenceTrial.LATER).text(1),
              "–",
              "–",
              "–",
              "–",
              "–"));
    }
    rows.add(
        List.of(
            ConvergenceTrial.RANDOM,
            measure(outcomes, ConvergenceTrial.reduction(ConvergenceTrial.RANDOM)).text(1),
            "–",
            "–",
            "–",
            measure(outcomes, ConvergenceTrial.area(ConvergenceTrial.RANDOM)).text(1),
            "–",
            "–"));
    return new DataTable(
        "",
        List.of(
            "placed by",
            "cost falls by, %",
            "later, %",
            "of genetic's, %",
            "of partition's, %",
            "speed: mean cost, %",
            "migrations for 100 VMs, first iteration",
            "fifth"),
        rows);
  }

  /** {@return the lines of the figure, a row for each window} */
  DataTable data(String name, Outcomes outcomes) {
    List<String> names = new ArrayList<>(POLICIES);
    names.addAll(OTHERS);
    List<String> head = new ArrayList<>(List.of("seed", "iteration"));
    names.forEach(each -> head.add(each.replace(' ', '_') + "_cost_percent"));
    List<List<String>> rows = new ArrayList<>();
    int seed = 1;
    for (Outcome outcome : outcomes.of(tokens())) {
      for (int i = 0; i <= FlowWindows.ALL; i++) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(seed)));
        row.add(DataTable.number(outcome.trace(names.getFirst()).samples().get(i).seconds()));
        for (String each : names) {
          row.add(DataTable.number(outcome.trace(each).samples().get(i).value()));
        }
        rows.add(row);
      }
      seed++;
    }
    return new DataTable(name, head, rows);
  }
}
