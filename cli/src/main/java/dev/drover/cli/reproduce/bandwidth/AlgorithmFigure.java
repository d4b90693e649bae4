package dev.drover.cli.reproduce.bandwidth;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.BarChart;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.simulated.Measures;
import dev.drover.cli.reproduce.simulated.SimulatedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A measure of PCA, PPC and BDA, by memory or by workload. */
final class AlgorithmFigure implements Figure {
  private static final String STOPPED = Measures.stoppedBy("dirty-rate");

  private final FigureId id;
  private final String title;
  private final String place;
  private final String across;
  private final List<Drawn> drawn;
  private final List<Group> groups;
  private final List<String> algorithms;

  /**
   * A plot of a measure; the first of a figure is the one that the paper speaks of.
   *
   * @param name of its file after the figure's; empty for the figure itself
   * @param up title of the vertical axis
   */
  record Drawn(String name, String measure, String up) {
    static final Drawn DOWNTIME = new Drawn("", Measures.DOWNTIME, "downtime, s");
    static final Drawn TOTAL = new Drawn("", Measures.TOTAL_TIME, "total migration time, s");

    Drawn named(String name) {
      return new Drawn(name, measure, up);
    }
  }

  /**
   * Bars that stand together.
   *
   * @param writes of the guest, in YAML
   * @param published what the paper says of BDA against PPC there
   * @param dear whether it is left out when there is no time
   */
  record Group(
      String name, int mebibytes, String writes, Optional<Published> published, boolean dear) {
    SimulatedTrial trial(String algorithm) {
      return Points.trial(mebibytes, writes, algorithm);
    }
  }

  AlgorithmFigure(
      String name,
      String title,
      String place,
      String across,
      List<Drawn> drawn,
      List<Group> groups,
      List<String> algorithms) {
    this.id = new FigureId(Paper.BANDWIDTH, name);
    this.title = title;
    this.place = place;
    this.across = across;
    this.drawn = List.copyOf(drawn);
    this.groups = List.copyOf(groups);
    this.algorithms = List.copyOf(algorithms);
  }

  @Override
  public FigureId id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String place() {
    return place;
  }

  private List<Group> groups(Effort effort) {
    return effort.quick() ? groups.stream().filter(group -> !group.dear()).toList() : groups;
  }

  @Override
  public List<Trial> trials(Effort effort) {
    List<Trial> trials = new ArrayList<>();
    for (Group group : groups(effort)) {
      for (String algorithm : algorithms) {
        trials.add(group.trial(algorithm));
      }
    }
    return trials;
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    List<Claim> claims = new ArrayList<>();
    for (Group group : groups(effort)) {
      group.published().ifPresent(published -> claims.add(claim(group, published, outcomes)));
    }
    return new Finding(
        "Scenario `scenarios/papers/bandwidth-dynamic-assignment.yaml`, where what is the paper's"
            + " and what was chosen is written down. PCA is plain pre-copy, PPC holds pages back"
            + " that are likely to be dirtied again (`PredictedPages`), BDA is PPC with each"
            + " round's rate by equations 4 and 5 (`BandwidthDynamicAssignment`).",
        claims,
        drawn.stream().map(one -> plot(effort, outcomes, one)).toList(),
        List.of(new Shown("What lies behind it", behind(effort, outcomes))),
        List.of(data(effort, outcomes), runs(outcomes)),
        List.of(reason(effort, outcomes)));
  }

  private Claim claim(Group group, Published published, Outcomes outcomes) {
    Estimate saved =
        outcomes.savedPercent(group.trial("ppc"), group.trial("bda"), drawn.getFirst().measure());
    return new Claim(
        "BDA against PPC, " + group.name(),
        published.text(),
        change(saved),
        published.verdict(saved),
        String.format(
            Locale.ROOT,
            "PCA %.2f s, PPC %.2f s, BDA %.2f s",
            mean(outcomes, group, "pca"),
            mean(outcomes, group, "ppc"),
            mean(outcomes, group, "bda")));
  }

  private double mean(Outcomes outcomes, Group group, String algorithm) {
    return outcomes.estimate(group.trial(algorithm), drawn.getFirst().measure()).mean();
  }

  private static String change(Estimate saved) {
    return String.format(
            Locale.ROOT,
            "%+.1f%s %%",
            -saved.mean(),
            saved.halfWidth().isPresent()
                ? String.format(Locale.ROOT, " ± %.1f", saved.halfWidth().getAsDouble())
                : "")
        .replace('-', '−');
  }

  private Plot plot(Effort effort, Outcomes outcomes, Drawn one) {
    List<BarChart.Series> series = new ArrayList<>();
    for (String algorithm : algorithms) {
      List<Datum> bars = new ArrayList<>();
      for (Group group : groups(effort)) {
        bars.add(Datum.of(outcomes.estimate(group.trial(algorithm), one.measure())));
      }
      series.add(new BarChart.Series(algorithm.toUpperCase(Locale.ROOT), bars));
    }
    String label = title + ": " + one.up();
    List<String> names = groups(effort).stream().map(Group::name).toList();
    return new Plot(one.name(), label, BarChart.draw(label, across, one.up(), names, series));
  }

  private DataTable behind(Effort effort, Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups(effort)) {
      for (String algorithm : algorithms) {
        Trial trial = group.trial(algorithm);
        rows.add(
            List.of(
                group.name(),
                algorithm.toUpperCase(Locale.ROOT),
                outcomes.estimate(trial, Measures.TOTAL_TIME).text(1),
                outcomes.estimate(trial, Measures.DOWNTIME).text(2),
                outcomes.estimate(trial, Measures.ROUNDS).text(1),
                String.format(Locale.ROOT, "%.0f", 100 * outcomes.estimate(trial, STOPPED).mean()),
                outcomes.estimate(trial, Measures.TRAFFIC).text(0),
                outcomes.estimate(trial, Measures.RATE).text(1),
                outcomes.estimate(trial, Measures.goodput("service")).text(1)));
      }
    }
    return new DataTable(
        "",
        List.of(
            "",
            "",
            "total time, s",
            "downtime, s",
            "rounds",
            "ended by the dirty rate, %",
            "traffic, MiB",
            "its mean rate, Mbit/s",
            "the service's goodput, Mbit/s"),
        rows);
  }

  private String reason(Effort effort, Outcomes outcomes) {
    double predicted = 0;
    double assigned = 0;
    double before = 0;
    double after = 0;
    List<Group> all = groups(effort);
    for (Group group : all) {
      predicted += outcomes.estimate(group.trial("ppc"), Measures.RATE).mean();
      assigned += outcomes.estimate(group.trial("bda"), Measures.RATE).mean();
      before += outcomes.estimate(group.trial("ppc"), Measures.goodput("service")).mean();
      after += outcomes.estimate(group.trial("bda"), Measures.goodput("service")).mean();
    }
    int count = all.size();
    if (assigned >= predicted) {
      return "BDA hardly sends less than PPC here: there is little to reserve for.";
    }
    return String.format(
        Locale.ROOT,
        "Why: BDA reserves the dirty rate for the service, or half of what is idle when that is"
            + " less, and sends with what is left: %.0f Mbit/s on average, where PPC takes %.0f. A"
            + " slower round leaves more dirty pages, so the next one is longer still. The service"
            + " has %.1f Mbit/s beside BDA and %.1f beside PPC. By its own equations BDA never sends faster"
            + " than what is idle, and PPC, which leaves the choice to TCP, has at least that: to"
            + " shorten the total time, sending more would have to carry less. Downtime is another"
            + " matter. Xen ends the rounds when pages become dirty faster than they are sent, but"
            + " not while a later round may be faster; so BDA, which holds its rounds back, goes on"
            + " where PPC is stopped with more left to send, as long as its rate is above the dirty"
            + " rate. What PPC holds back comes on top in its stop-and-copy. The paper does not say what its workload sent, nor how it limited the rate of"
            + " PCA and PPC.",
        assigned / count,
        predicted / count,
        after / count,
        before / count);
  }

  private DataTable data(Effort effort, Outcomes outcomes) {
    List<String> head = new ArrayList<>(List.of("group", "memory_mib", "algorithm"));
    drawn.forEach(one -> head.addAll(DataTable.columns(one.measure())));
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups(effort)) {
      for (String algorithm : algorithms) {
        List<String> row = new ArrayList<>();
        row.add(group.name());
        row.add(Integer.toString(group.mebibytes()));
        row.add(algorithm);
        for (Drawn one : drawn) {
          row.addAll(DataTable.cells(outcomes.estimate(group.trial(algorithm), one.measure())));
        }
        rows.add(row);
      }
    }
    return new DataTable("", head, rows);
  }

  private static DataTable runs(Outcomes outcomes) {
    return DataTable.ofRuns(
        "runs",
        outcomes,
        List.of("settings"),
        trial -> List.of(trial.label()),
        List.of(
            Measures.TOTAL_TIME,
            Measures.DOWNTIME,
            Measures.ROUNDS,
            Measures.TRAFFIC,
            Measures.RATE,
            Measures.goodput("service")));
  }
}
