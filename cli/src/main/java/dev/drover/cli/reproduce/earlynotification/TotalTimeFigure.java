package dev.drover.cli.reproduce.earlynotification;

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
import dev.drover.cli.reproduce.simulated.Measures;
import dev.drover.cli.reproduce.simulated.Scenario;
import dev.drover.cli.reproduce.simulated.SimulatedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Figs. 11 and 12: total migration time by memory and dirty page rate. */
public final class TotalTimeFigure implements Figure {
  private static final Variant STANDARD = Variant.STANDARD;
  private static final List<Integer> SIZES = List.of(128, 256, 512, 1024);
  private static final List<Integer> QUICK_SIZES = List.of(128, 256);
  private static final List<Integer> RATES = List.of(5000, 10000);

  private final FigureId id;
  private final String title;
  private final Scenario scenario;
  private final List<Variant> variants;
  private final Published published;
  private final String setUp;

  private TotalTimeFigure(
      String name,
      String title,
      Scenario scenario,
      List<Variant> variants,
      Published published,
      String setUp) {
    this.id = new FigureId(Paper.EARLY_NOTIFICATION, name);
    this.title = title;
    this.scenario = scenario;
    this.variants = variants;
    this.published = published;
    this.setUp = setUp;
  }

  /** {@return Fig. 11} */
  public static TotalTimeFigure withoutBackground() {
    return new TotalTimeFigure(
        "fig11",
        "Fig. 11: total migration time without background flows",
        Scenario.of("early-notification.yaml"),
        List.of(STANDARD, Variant.EARLY_NOTIFICATION),
        Published.WITHOUT_BACKGROUND,
        "D-R has nothing to do here: the migration is alone, and every way is as free as the other.");
  }

  /** {@return Fig. 12} */
  public static TotalTimeFigure withBackground() {
    return new TotalTimeFigure(
        "fig12",
        "Fig. 12: total migration time with background flows",
        Scenario.of("early-notification-background.yaml"),
        List.of(Variant.values()),
        Published.WITH_BACKGROUND,
        "The paper does not say what its background flows were, nor whether the figure is of E-N"
            + " alone or of both; both are shown. Here they are two on-off flows of UDP, 5→2 and"
            + " 6→3, each 100 Mbit/s for 50 ms and silent for 200 ms on average, which static"
            + " routing takes over the migration's links.");
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
    return "section 6.2";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    List<Trial> trials = new ArrayList<>();
    for (int rate : RATES) {
      for (int size : sizes(effort)) {
        for (Variant variant : variants) {
          trials.add(trial(size, rate, variant));
        }
      }
    }
    return trials;
  }

  private static List<Integer> sizes(Effort effort) {
    return effort.quick() ? QUICK_SIZES : SIZES;
  }

  private SimulatedTrial trial(int size, int rate, Variant variant) {
    return SimulatedTrial.of(
        variant.of(scenario.with("vms.vm.memory=" + size + "MiB", "vms.vm.writes.rate=" + rate)));
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    return new Finding(
        "Scenario `scenarios/papers/"
            + scenario.file()
            + "`, where what is the paper's and what"
            + " was chosen is written down. "
            + setUp,
        claims(effort, outcomes),
        List.of(new Plot("", title, plot(effort, outcomes))),
        List.of(new Shown("What lies behind it (means)", behind(effort, outcomes))),
        List.of(data(effort, outcomes), runs(outcomes)),
        List.of(reason(effort, outcomes)));
  }

  private List<Claim> claims(Effort effort, Outcomes outcomes) {
    List<Claim> claims = new ArrayList<>();
    for (Variant variant : variants.subList(1, variants.size())) {
      for (int rate : RATES) {
        for (int size : sizes(effort)) {
          Estimate saved = saved(outcomes, size, rate, variant);
          claims.add(
              new Claim(
                  "%s, %d MiB, %d pages/s".formatted(variant, size, rate),
                  published.text(),
                  saved.text(2) + " s less",
                  published.verdict(saved),
                  ""));
        }
      }
    }
    for (Variant variant : variants.subList(1, variants.size())) {
      claims.add(pooled(effort, outcomes, variant));
      claims.add(growth(effort, outcomes, variant));
    }
    return claims;
  }

  private Estimate saved(Outcomes outcomes, int size, int rate, Variant variant) {
    return outcomes.saved(
        trial(size, rate, STANDARD), trial(size, rate, variant), Measures.TOTAL_TIME);
  }

  /** What is saved on average over all sizes and rates. */
  private Claim pooled(Effort effort, Outcomes outcomes, Variant variant) {
    Estimate saved =
        bySeed(
            outcomes,
            seed ->
                (meanSaved(effort, outcomes, variant, RATES.getFirst(), seed)
                        + meanSaved(effort, outcomes, variant, RATES.getLast(), seed))
                    / 2);
    return new Claim(
        variant + ", mean of all sizes and rates",
        published.text(),
        saved.text(2) + " s less",
        published.verdict(saved),
        "");
  }

  /** "A high dirty page rate … tend to increase the benefits." */
  private Claim growth(Effort effort, Outcomes outcomes, Variant variant) {
    Estimate growth =
        bySeed(
            outcomes,
            seed ->
                meanSaved(effort, outcomes, variant, RATES.getLast(), seed)
                    - meanSaved(effort, outcomes, variant, RATES.getFirst(), seed));
    return new Claim(
        variant + ", gain at 10000 pages/s above that at 5000, mean of all sizes",
        "larger",
        growth.text(2) + " s",
        growth.isPositive()
            ? Verdict.AGREES
            : growth.isNegative() ? Verdict.DIFFERS : Verdict.UNDECIDED,
        "");
  }

  private Estimate bySeed(Outcomes outcomes, IntToDoubleFunction value) {
    int seeds = outcomes.of(trial(QUICK_SIZES.getFirst(), RATES.getFirst(), STANDARD)).size();
    return Estimate.of(IntStream.range(0, seeds).mapToDouble(value).boxed().toList());
  }

  private double meanSaved(Effort effort, Outcomes outcomes, Variant variant, int rate, int seed) {
    double sum = 0;
    for (int size : sizes(effort)) {
      sum += totalTime(outcomes, size, rate, STANDARD, seed);
      sum -= totalTime(outcomes, size, rate, variant, seed);
    }
    return sum / sizes(effort).size();
  }

  private double totalTime(Outcomes outcomes, int size, int rate, Variant variant, int seed) {
    return outcomes.of(trial(size, rate, variant)).get(seed).measure(Measures.TOTAL_TIME);
  }

  private String plot(Effort effort, Outcomes outcomes) {
    List<BarChart.Series> series = new ArrayList<>();
    for (int rate : RATES) {
      for (Variant variant : variants) {
        List<Datum> bars = new ArrayList<>();
        for (int size : sizes(effort)) {
          bars.add(Datum.of(outcomes.estimate(trial(size, rate, variant), Measures.TOTAL_TIME)));
        }
        series.add(new BarChart.Series(variant + ", " + rate + " pages/s", bars));
      }
    }
    return BarChart.draw(
        title,
        "memory of the VM, MiB",
        "total migration time, s",
        sizes(effort).stream().map(String::valueOf).toList(),
        series);
  }

  private DataTable behind(Effort effort, Outcomes outcomes) {
    List<List<String>> rows = new ArrayList<>();
    for (int rate : RATES) {
      for (int size : sizes(effort)) {
        for (Variant variant : variants) {
          Trial trial = trial(size, rate, variant);
          rows.add(
              List.of(
                  size + " MiB, " + rate + " pages/s",
                  variant.toString(),
                  outcomes.estimate(trial, Measures.TOTAL_TIME).text(2),
                  outcomes.estimate(trial, Measures.DOWNTIME).text(2),
                  mean(outcomes, trial, Measures.ROUNDS),
                  mean(outcomes, trial, Measures.TRAFFIC),
                  mean(outcomes, trial, Measures.TIMEOUTS),
                  mean(outcomes, trial, Measures.stoppedBy("dirty-rate"), 100)));
        }
      }
    }
    return new DataTable(
        "",
        List.of(
            "VM",
            "",
            "total time, s",
            "downtime, s",
            "rounds",
            "traffic, MiB",
            "timeouts",
            "stopped by the dirty rate, %"),
        rows);
  }

  private static String mean(Outcomes outcomes, Trial trial, String measure) {
    return mean(outcomes, trial, measure, 1);
  }

  private static String mean(Outcomes outcomes, Trial trial, String measure, double factor) {
    return String.format(Locale.ROOT, "%.1f", factor * outcomes.estimate(trial, measure).mean());
  }

  private String reason(Effort effort, Outcomes outcomes) {
    double standard = 0;
    double notified = 0;
    int cases = 0;
    for (int rate : RATES) {
      for (int size : sizes(effort)) {
        standard += timeouts(outcomes, trial(size, rate, STANDARD));
        notified += timeouts(outcomes, trial(size, rate, Variant.EARLY_NOTIFICATION));
        cases++;
      }
    }
    return String.format(
        Locale.ROOT,
        "Where the time goes: between two rounds the standard way waits for a round trip, and half of"
            + " the time up to 200 ms more for the delayed acknowledgement of the round's last"
            + " segment; E-N does not wait, and every second that it takes less is one in which the"
            + " VM does not dirty another 20 or 40 MB. [With another TCP](#does-e-n-pay-with-another-tcp)"
            + " shows what is left of the gain when acknowledgements are not delayed. Of timeouts, each"
            + " a second at least, a migration has %.2f on average in the standard way and %.2f with"
            + " E-N.",
        standard / cases,
        notified / cases);
  }

  private static double timeouts(Outcomes outcomes, Trial trial) {
    return outcomes.estimate(trial, Measures.TIMEOUTS).mean();
  }

  private DataTable data(Effort effort, Outcomes outcomes) {
    List<String> head = new ArrayList<>(List.of("memory_mib", "dirty_pages_per_s", "variant"));
    head.addAll(DataTable.columns(Measures.TOTAL_TIME));
    List<List<String>> rows = new ArrayList<>();
    for (int rate : RATES) {
      for (int size : sizes(effort)) {
        for (Variant variant : variants) {
          List<String> row = new ArrayList<>();
          row.addAll(List.of(Integer.toString(size), Integer.toString(rate), variant.toString()));
          row.addAll(
              DataTable.cells(outcomes.estimate(trial(size, rate, variant), Measures.TOTAL_TIME)));
          rows.add(row);
        }
      }
    }
    return new DataTable("", head, rows);
  }

  static DataTable runs(Outcomes outcomes) {
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
            Measures.TIMEOUTS,
            Measures.DROPPED));
  }
}
