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
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.HeatMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Figs. 2a and 2d: traffic between racks before the token goes round and after five iterations. */
public final class MatrixFigure implements Figure {
  private static final String BEFORE = "before_";
  private static final String AFTER = "after_";
  private static final int LEVELS = 4;

  /** Racks that meet below the core. */
  private static final int GROUP = 32;

  private final boolean after;

  private MatrixFigure(boolean after) {
    this.after = after;
  }

  /** {@return Fig. 2a} */
  public static MatrixFigure before() {
    return new MatrixFigure(false);
  }

  /** {@return Fig. 2d} */
  public static MatrixFigure after() {
    return new MatrixFigure(true);
  }

  @Override
  public FigureId id() {
    return new FigureId(Paper.S_CORE, after ? "fig2d" : "fig2a");
  }

  @Override
  public String title() {
    return after
        ? "Fig. 2d: traffic between racks after five iterations"
        : "Fig. 2a: traffic between racks before";
  }

  @Override
  public String place() {
    return after ? "section IV-B" : "section IV-A";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return Arrays.stream(Start.values()).<Trial>map(MatrixFigure::trial).toList();
  }

  private static MatrixTrial trial(Start start) {
    return new MatrixTrial(new DataCentre(Levels.FOUR, start));
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    return new Finding(
        SetUp.TEXT
            + "The matrix is that of a window of 10 s, shown for seed 1; colours are logarithmic,"
            + " lines stand where racks meet in the core only. A hot spot is a pair of ToRs with"
            + " more than ten times what a pair has in the mean before, before as after. "
            + (after
                ? "VMs moved by the distributed policy. Colours are parts of the busiest pair"
                    + " before, as in Fig. 2a."
                : "Colours are parts of the busiest pair."),
        after ? claimsAfter(outcomes) : claimsBefore(outcomes),
        plots(),
        List.of(
            new Shown(
                after ? "Before, and after five iterations" : "By where VMs start",
                shown(outcomes))),
        List.of(data(outcomes), matrix()),
        List.of(after ? REMARK_AFTER : REMARK_BEFORE));
  }

  private static final String REMARK_BEFORE =
      "[23] (Kandula et al., Flyways) found matrices sparse: few pairs of ToRs carry most. A"
          + " placement of each VM by lot does not give that, for each tenant is then in nearly"
          + " every rack; tenants in a few racks do. So Fig. 2 begins with tenants scattered.";

  private static final String REMARK_AFTER =
      "Most of the traffic has gone into servers and racks. What is left between racks is spread"
          + " over more pairs than before, each with less, so the part of the pairs that carries 90"
          + " % of it rises from there. With each VM by lot there are hardly any hot spots before,"
          + " for every tenant's traffic is spread over all pairs; S-CORE gathers tenants and so"
          + " makes some: that the number falls is true of matrices that have hot spots.";

  private List<Plot> plots() {
    List<Plot> plots = new ArrayList<>();
    for (Start start : after ? List.of(Start.SCATTERED) : List.of(Start.SCATTERED, Start.BY_LOT)) {
      MatrixTrial.Looks looks = trial(start).looks(1);
      TorMatrix matrix = (after ? looks.after() : looks.before()).matrix();
      String label =
          "Traffic between ToR switches "
              + (after ? "after five iterations, " : "before, ")
              + start.title();
      plots.add(
          new Plot(
              start == Start.SCATTERED ? "" : "by-lot",
              label,
              HeatMap.draw(
                  label,
                  "ToR",
                  matrix.partsOf(looks.before().matrix().most()),
                  GROUP,
                  List.of("part of the busiest", "pair's traffic before"))));
    }
    return plots;
  }

  private static Estimate estimate(Outcomes outcomes, Start start, String measure) {
    return outcomes.estimate(trial(start), measure);
  }

  private static List<Claim> claimsBefore(Outcomes outcomes) {
    List<Claim> claims = new ArrayList<>();
    for (Start start : List.of(Start.SCATTERED, Start.BY_LOT)) {
      List<Double> carrying = outcomes.values(trial(start), BEFORE + MatrixTrial.CARRYING);
      claims.add(
          new Claim(
              "the matrix is sparse, " + start.title(),
              "trend only: \"identical TM properties with those unveiled in [23]\"",
              Estimate.of(carrying).text(1) + " % of the pairs carry 90 %",
              verdict(Estimate.of(carrying.stream().map(each -> SPARSE - each).toList())),
              "held to: fewer than a quarter of the pairs do"));
    }
    return claims;
  }

  /** Below so many per cent of the pairs for 90 % of the traffic a matrix is called sparse. */
  private static final double SPARSE = 25;

  /** Hot spots are called significantly reduced when less than this part remains. */
  private static final double FEWER = 0.5;

  private static List<Claim> claimsAfter(Outcomes outcomes) {
    List<Claim> claims = new ArrayList<>();
    for (Start start : List.of(Start.SCATTERED, Start.BY_LOT)) {
      claims.add(
          new Claim(
              "hot spots, " + start.title(),
              "trend only: \"significantly reduced\"",
              estimate(outcomes, start, AFTER + MatrixTrial.HOT).text(0)
                  + " of "
                  + estimate(outcomes, start, BEFORE + MatrixTrial.HOT).text(0),
              verdict(fallen(outcomes, start, MatrixTrial.HOT, FEWER)),
              "held to: fewer than half remain"));
    }
    claims.add(
        new Claim(
            "where the remaining ones are, " + Start.SCATTERED.title(),
            "trend only: \"in close physical proximity\"",
            "at level "
                + estimate(outcomes, Start.SCATTERED, AFTER + MatrixTrial.HOT_LEVEL).text(2)
                + " in the mean, before at "
                + estimate(outcomes, Start.SCATTERED, BEFORE + MatrixTrial.HOT_LEVEL).text(2),
            verdict(fallen(outcomes, Start.SCATTERED, MatrixTrial.HOT_LEVEL, 1)),
            "held to: lower than before; 2: racks of one group, 4: through the core"));
    return claims;
  }

  /** {@return by how much a measure is below {@code part} of what it was, seed by seed} */
  private static Estimate fallen(Outcomes outcomes, Start start, String measure, double part) {
    List<Double> before = outcomes.values(trial(start), BEFORE + measure);
    List<Double> later = outcomes.values(trial(start), AFTER + measure);
    List<Double> fallen = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      fallen.add(part * before.get(i) - later.get(i));
    }
    return Estimate.of(fallen);
  }

  private static Verdict verdict(Estimate positive) {
    if (positive.isPositive()) {
      return Verdict.AGREES;
    }
    return positive.isNegative() ? Verdict.DIFFERS : Verdict.UNDECIDED;
  }

  private DataTable shown(Outcomes outcomes) {
    List<String> head = new ArrayList<>(List.of("what"));
    List<Start> starts = List.of(Start.values());
    for (Start start : starts) {
      head.add(start.title() + (after ? ": before" : ""));
      if (after) {
        head.add("after");
      }
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(outcomes, "pairs of ToRs that carry 90 %, %", MatrixTrial.CARRYING, 1));
    rows.add(row(outcomes, "hot spots", MatrixTrial.HOT, 0));
    rows.add(
        row(outcomes, "their level in the mean, 0 where there are none", MatrixTrial.HOT_LEVEL, 2));
    rows.add(row(outcomes, "their part of traffic between racks, %", MatrixTrial.HOT_TRAFFIC, 1));
    for (int level = 0; level <= LEVELS; level++) {
      rows.add(row(outcomes, LEVEL_NAMES.get(level), MatrixTrial.level(level), 1));
    }
    rows.add(row(outcomes, "between racks in all, %", MatrixTrial.BETWEEN, 1));
    return new DataTable("", head, rows);
  }

  private static final List<String> LEVEL_NAMES =
      List.of(
          "traffic in one server (level 0), %",
          "in one rack (1), %",
          "in one group of 8 racks (2), %",
          "in one group of 32 racks (3), %",
          "through the core (4), %");

  private List<String> row(Outcomes outcomes, String name, String measure, int decimals) {
    List<String> row = new ArrayList<>(List.of(name));
    for (Start start : Start.values()) {
      row.add(estimate(outcomes, start, BEFORE + measure).text(decimals));
      if (after) {
        row.add(estimate(outcomes, start, AFTER + measure).text(decimals));
      }
    }
    return row;
  }

  private DataTable data(Outcomes outcomes) {
    List<String> measures = new ArrayList<>();
    for (String when : after ? List.of(BEFORE, AFTER) : List.of(BEFORE)) {
      measures.addAll(
          List.of(
              when + MatrixTrial.CARRYING,
              when + MatrixTrial.HOT,
              when + MatrixTrial.HOT_LEVEL,
              when + MatrixTrial.HOT_TRAFFIC));
      for (int level = 0; level <= LEVELS; level++) {
        measures.add(when + MatrixTrial.level(level));
      }
    }
    return DataTable.ofRuns(
        "",
        outcomes,
        List.of("start"),
        trial ->
            trial instanceof MatrixTrial(DataCentre dataCentre)
                ? List.of(dataCentre.start().title())
                : List.of(""),
        measures);
  }

  /** {@return the drawn matrix, a row for each pair that is not empty} */
  private DataTable matrix() {
    MatrixTrial.Looks looks = trial(Start.SCATTERED).looks(1);
    TorMatrix matrix = (after ? looks.after() : looks.before()).matrix();
    List<List<String>> rows = new ArrayList<>();
    for (int one = 0; one < matrix.racks(); one++) {
      for (int other = one + 1; other < matrix.racks(); other++) {
        if (matrix.rate(one, other) > 0) {
          rows.add(
              List.of(
                  Integer.toString(one),
                  Integer.toString(other),
                  String.format(Locale.ROOT, "%.0f", matrix.rate(one, other))));
        }
      }
    }
    return new DataTable("matrix", List.of("tor", "other_tor", "bytes_per_s"), rows);
  }
}
