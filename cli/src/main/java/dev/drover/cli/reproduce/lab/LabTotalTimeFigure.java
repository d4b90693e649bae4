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
import dev.drover.cli.reproduce.Finding.Shown;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.BarChart;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.simulated.Scenario;
import dev.drover.cli.reproduce.simulated.SimulatedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figs. 11 and 12 in the lab: total migration time, E-N off and on × D-R off and on. */
public final class LabTotalTimeFigure implements Figure {
  /** The paper does not say whether its Fig. 12 is of E-N alone or of both. */
  private static final String GAIN_BESIDE = "2–3 s less or more";

  /** A way to migrate, and what else the network carries. */
  private record Case(boolean background, String routing, boolean early) {
    String title() {
      return (early ? "E-N" : "standard")
          + ", "
          + (routing.equals("d-r") ? "D-R" : routing)
          + (background ? ", background" : "");
    }

    TotalTimeTrial measured() {
      return new TotalTimeTrial(routing);
    }

    SimulatedTrial simulated() {
      String file =
          background ? "lab-early-notification-background.yaml" : "lab-early-notification.yaml";
      Scenario scenario = Scenario.of(file).with("routing=" + routing);
      return SimulatedTrial.of(
          early ? scenario.with("migrations.vm.coupling=early-notification") : scenario);
    }

    String measure(String what) {
      return TotalTimeTrial.measure(background, early, what);
    }

    Case with(String otherRouting, boolean otherEarly) {
      return new Case(background, otherRouting, otherEarly);
    }
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean background : List.of(false, true)) {
      for (String routing : List.of("static", "d-r")) {
        for (boolean early : List.of(false, true)) {
          cases.add(new Case(background, routing, early));
        }
      }
    }
    return cases;
  }

  @Override
  public FigureId id() {
    return new FigureId(Paper.EARLY_NOTIFICATION_LAB, "fig11-12");
  }

  @Override
  public String title() {
    return "Figs. 11 and 12 in the lab: total migration time with E-N and D-R";
  }

  @Override
  public String place() {
    return "section 6.2";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    List<Trial> trials = new ArrayList<>();
    cases().stream().map(Case::measured).distinct().forEach(trials::add);
    cases().stream().map(Case::simulated).forEach(trials::add);
    return trials;
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    return new Finding(
        "Measured on "
            + Machine.describe()
            + ", in the lab of the transfers: links of "
            + FabricLab.RATE
            + " Mbit/s, a fifth of the paper's, and a VM that dirties a fifth of its lower rate:"
            + " 1000 pages a second of 32 MiB. The VM goes h4→h1 through Drover's relay, with rounds"
            + " that end when they are acknowledged (standard) or when they are sent (E-N). The"
            + " background, of which the paper says nothing, is two flows of UDP, h5→h2 and h6→h3,"
            + " "
            + TotalTimeTrial.BACKGROUND
            + "bit/s each, which static routing takes over the migration's links. Beside each case"
            + " stands the simulation of the same scenario"
            + " (`scenarios/papers/lab-early-notification*.yaml`), marked as simulated; it has a delay"
            + " of 25 µs on each link, the lab has none of its own. Where the paper stops a guest by"
            + " Xen's conditions, the lab does by QEMU's: what is left fits into 300 ms. The paper has"
            + " four sizes of VMs and two dirty rates; this is one of each. Each lab's first migration"
            + " is not counted; which coupling goes first changes from repetition to repetition."
            + LabTransfersFigure.ANNOUNCED,
        claims(outcomes),
        List.of(new Plot("", title(), plot(outcomes))),
        List.of(new Shown("Measured and simulated", table(outcomes))),
        List.of(data(outcomes), runs(outcomes), simulated(outcomes)),
        List.of(beside(outcomes), waits(outcomes)));
  }

  private static List<Claim> claims(Outcomes outcomes) {
    Case alone = new Case(false, "static", false);
    Case beside = new Case(true, "static", false);
    return List.of(
        claim(outcomes, "Fig. 11: E-N, alone", "0.5–2 s less", alone, alone.with("static", true)),
        claim(
            outcomes,
            "Fig. 12: E-N beside background",
            GAIN_BESIDE,
            beside,
            beside.with("static", true)),
        claim(outcomes, "Fig. 12: D-R beside background", "–", beside, beside.with("d-r", false)),
        claim(
            outcomes,
            "Fig. 12: E-N and D-R beside background",
            GAIN_BESIDE,
            beside,
            beside.with("d-r", true)));
  }

  private static Claim claim(
      Outcomes outcomes, String subject, String published, Case before, Case after) {
    List<Double> slow = outcomes.values(before.measured(), before.measure(TimeMeasures.TOTAL_TIME));
    List<Double> fast = outcomes.values(after.measured(), after.measure(TimeMeasures.TOTAL_TIME));
    List<Double> saved = new ArrayList<>();
    for (int i = 0; i < slow.size(); i++) {
      saved.add(slow.get(i) - fast.get(i));
    }
    Estimate estimate = Estimate.of(saved);
    double simulated =
        outcomes.saved(before.simulated(), after.simulated(), TimeMeasures.TOTAL_TIME).median();
    return new Claim(
        subject,
        published,
        Spreads.text(estimate, 2)
            + String.format(Locale.ROOT, " s less (simulated: %.2f s)", simulated),
        published.equals("–") ? Verdict.UNPUBLISHED : verdict(estimate),
        "");
  }

  /** What E-N changes beside background but the total time. */
  private static String beside(Outcomes outcomes) {
    Case standard = new Case(true, "static", false);
    Case early = standard.with("static", true);
    return "The paper does not say whether its Fig. 12 is of E-N alone or of E-N with D-R; both are held"
        + " against it. Beside background E-N alone took "
        + text(outcomes, early, TimeMeasures.ROUNDS, 0)
        + " rounds instead of "
        + text(outcomes, standard, TimeMeasures.ROUNDS, 0)
        + ", sent "
        + text(outcomes, early, TimeMeasures.TRAFFIC, 0)
        + " MiB instead of "
        + text(outcomes, standard, TimeMeasures.TRAFFIC, 0)
        + ", and its downtime was "
        + text(outcomes, early, TimeMeasures.DOWNTIME, 2)
        + " s instead of "
        + text(outcomes, standard, TimeMeasures.DOWNTIME, 2)
        + " s. How many rounds there are is chance too, since QEMU stops a guest by the rate that it has"
        + " just measured, and a round more takes longer than all waits between rounds. D-R's gain is the"
        + " time for which both flows would be on the migration's"
        + " links: it grows with what they take, of which the paper says nothing.";
  }

  /** How much there was to gain. */
  private static String waits(Outcomes outcomes) {
    Case standard = new Case(false, "static", false);
    Case early = standard.with("static", true);
    return "Alone, the relay had nothing to send between rounds for "
        + text(outcomes, standard, TimeMeasures.IDLE, 2)
        + " s in all with the standard coupling and "
        + text(outcomes, early, TimeMeasures.IDLE, 2)
        + " s with E-N. This difference is what E-N itself saves.";
  }

  private static String text(Outcomes outcomes, Case one, String measure, int decimals) {
    return Spreads.text(measured(outcomes, one, measure), decimals);
  }

  /** All repetitions must point one way; sizes are another network's. */
  static Verdict verdict(Estimate saved) {
    return saved.least() > 0
        ? Verdict.DIRECTION
        : saved.most() < 0 ? Verdict.DIFFERS : Verdict.UNDECIDED;
  }

  private static Estimate measured(Outcomes outcomes, Case one, String measure) {
    return outcomes.estimate(one.measured(), one.measure(measure));
  }

  private static Estimate simulated(Outcomes outcomes, Case one, String measure) {
    return outcomes.estimate(one.simulated(), measure);
  }

  private String plot(Outcomes outcomes) {
    List<Datum> measured = new ArrayList<>();
    List<Datum> simulated = new ArrayList<>();
    for (Case one : cases()) {
      Estimate time = measured(outcomes, one, TimeMeasures.TOTAL_TIME);
      measured.add(new Datum(time.median(), time.least(), time.most()));
      Estimate expected = simulated(outcomes, one, TimeMeasures.TOTAL_TIME);
      simulated.add(new Datum(expected.median(), expected.least(), expected.most()));
    }
    return BarChart.draw(
        title(),
        "1 to 4 alone, 5 to 8 beside background: standard, E-N, standard with D-R, E-N with D-R",
        "total migration time, s",
        List.of("1", "2", "3", "4", "5", "6", "7", "8"),
        List.of(
            new BarChart.Series("measured in the lab", measured),
            new BarChart.Series("simulated", simulated)));
  }

  private static DataTable table(Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (Case one : cases()) {
      rows.add(
          List.of(
              one.title(),
              Spreads.text(measured(outcomes, one, TimeMeasures.TOTAL_TIME), 2),
              Spreads.text(simulated(outcomes, one, TimeMeasures.TOTAL_TIME), 2),
              Spreads.text(measured(outcomes, one, TimeMeasures.DOWNTIME), 3),
              Spreads.text(simulated(outcomes, one, TimeMeasures.DOWNTIME), 3),
              Spreads.text(measured(outcomes, one, TimeMeasures.TRAFFIC), 0),
              Spreads.text(simulated(outcomes, one, TimeMeasures.TRAFFIC), 0)));
    }
    return new DataTable(
        "",
        List.of(
            "",
            "total time, s",
            "simulated: total time, s",
            "downtime, s",
            "simulated: downtime, s",
            "traffic, MiB",
            "simulated: traffic, MiB"),
        rows);
  }

  private static DataTable data(Outcomes outcomes) {
    List<String> head = new ArrayList<>(List.of("background", "routing", "coupling", "kind"));
    head.addAll(DataTable.columns(TimeMeasures.TOTAL_TIME));
    List<List<String>> rows = new ArrayList<>();
    for (Case one : cases()) {
      rows.add(row(one, "measured", measured(outcomes, one, TimeMeasures.TOTAL_TIME)));
      rows.add(row(one, "simulated", simulated(outcomes, one, TimeMeasures.TOTAL_TIME)));
    }
    return new DataTable("", head, rows);
  }

  private static List<String> row(Case one, String kind, Estimate time) {
    List<String> row = new ArrayList<>();
    row.add(one.background() ? "two flows" : "none");
    row.add(one.routing());
    row.add(one.early() ? "early-notification" : "standard");
    row.add(kind);
    row.addAll(DataTable.cells(time));
    return row;
  }

  private static DataTable runs(Outcomes outcomes) {
    List<String> measures = new ArrayList<>();
    for (boolean background : List.of(false, true)) {
      for (boolean early : List.of(false, true)) {
        TimeMeasures.measured().stream()
            .map(what -> TotalTimeTrial.measure(background, early, what))
            .forEach(measures::add);
      }
    }
    return Repetitions.table(
        "repetitions",
        outcomes,
        cases().stream().map(Case::measured).distinct().toList(),
        measures);
  }

  private static DataTable simulated(Outcomes outcomes) {
    return Repetitions.table(
        "simulated",
        outcomes,
        cases().stream().map(Case::simulated).toList(),
        TimeMeasures.simulated());
  }
}
