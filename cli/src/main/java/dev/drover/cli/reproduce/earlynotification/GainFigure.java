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
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.chart.LineChart;
import dev.drover.cli.reproduce.simulated.Measures;
import dev.drover.cli.reproduce.simulated.Scenario;
import dev.drover.cli.reproduce.simulated.SimulatedTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How much total time is saved, against something that the paper does not say. */
final class GainFigure implements Figure {
  private final FigureId id;
  private final String title;
  private final String question;
  private final String across;
  private final String setUp;
  private final List<Line> lines;
  private final List<Step> steps;

  /**
   * A line: what saves how much over the standard way in which scenario.
   *
   * @param published what the paper says of it, where each point is a reading of the paper
   */
  record Line(String name, Scenario scenario, Variant variant, Optional<Published> published) {}

  /** A point of every line. */
  record Step(String name, List<String> settings) {
    Step {
      settings = List.copyOf(settings);
    }

    static Step of(String name, String... settings) {
      return new Step(name, List.of(settings));
    }
  }

  GainFigure(
      String name,
      String title,
      String question,
      String across,
      String setUp,
      List<Line> lines,
      List<Step> steps) {
    this.id = new FigureId(Paper.EARLY_NOTIFICATION, name);
    this.title = title;
    this.question = question;
    this.across = across;
    this.setUp = setUp;
    this.lines = List.copyOf(lines);
    this.steps = List.copyOf(steps);
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
    return question;
  }

  @Override
  public List<Trial> trials(Effort effort) {
    List<Trial> trials = new ArrayList<>();
    for (Line line : lines) {
      for (Step step : steps(effort)) {
        for (Trial trial : List.of(standard(line, step), improved(line, step))) {
          if (!trials.contains(trial)) {
            trials.add(trial);
          }
        }
      }
    }
    return trials;
  }

  private List<Step> steps(Effort effort) {
    return effort.quick() ? List.of(steps.getFirst(), steps.getLast()) : steps;
  }

  private static SimulatedTrial standard(Line line, Step step) {
    return trial(line, step, Variant.STANDARD);
  }

  private static SimulatedTrial improved(Line line, Step step) {
    return trial(line, step, line.variant());
  }

  private static SimulatedTrial trial(Line line, Step step, Variant variant) {
    return SimulatedTrial.of(
        variant.of(line.scenario().with(step.settings().toArray(String[]::new))));
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    List<LineChart.Series> series = new ArrayList<>();
    List<List<String>> shown = new ArrayList<>();
    List<List<String>> data = new ArrayList<>();
    List<Claim> claims = new ArrayList<>();
    List<Step> all = steps(effort);
    for (Line line : lines) {
      List<LineChart.Point> points = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        Step step = all.get(i);
        Estimate saved =
            outcomes.saved(standard(line, step), improved(line, step), Measures.TOTAL_TIME);
        Estimate percent =
            outcomes.savedPercent(standard(line, step), improved(line, step), Measures.TOTAL_TIME);
        points.add(new LineChart.Point(i, Datum.of(percent)));
        shown.add(row(outcomes, line, step, saved));
        List<String> cells = new ArrayList<>(List.of(line.name(), step.name()));
        cells.addAll(DataTable.cells(saved));
        data.add(cells);
        line.published().ifPresent(published -> claims.add(claim(line, step, saved, published)));
      }
      series.add(new LineChart.Series(line.name(), points));
    }
    String svg =
        LineChart.draw(
            title,
            new LineChart.Across.Categories(across, all.stream().map(Step::name).toList()),
            "total time saved, %",
            series);
    List<String> head = new ArrayList<>(List.of("line", "point"));
    head.addAll(DataTable.columns("saved_s"));
    return new Finding(
        setUp,
        claims,
        List.of(new Plot("", title, svg)),
        List.of(new Shown("", new DataTable("", HEAD, shown))),
        List.of(new DataTable("", head, data), TotalTimeFigure.runs(outcomes)),
        lines.stream().map(line -> summary(outcomes, line, all)).toList());
  }

  private static Claim claim(Line line, Step step, Estimate saved, Published published) {
    return new Claim(
        line.name() + ", " + step.name(),
        published.text(),
        saved.text(2) + " s less",
        published.verdict(saved),
        "");
  }

  /** Where it pays and where not, in a sentence. */
  private static String summary(Outcomes outcomes, Line line, List<Step> steps) {
    List<String> words = new ArrayList<>();
    for (Step step : steps) {
      Trial standard = standard(line, step);
      Trial improved = improved(line, step);
      Estimate saved = outcomes.saved(standard, improved, Measures.TOTAL_TIME);
      words.add(
          "%s: %s (%s %%)"
              .formatted(
                  step.name(),
                  inWords(saved),
                  outcomes.savedPercent(standard, improved, Measures.TOTAL_TIME).text(1)));
    }
    return "In words, " + line.name() + ": " + String.join("; ", words) + ".";
  }

  private static String inWords(Estimate saved) {
    if (saved.isPositive()) {
      return "it pays";
    }
    return saved.isNegative() ? "it costs" : "no difference to be seen";
  }

  private static final List<String> HEAD =
      List.of(
          "",
          "",
          "standard, s",
          "improved, s",
          "timeouts, standard",
          "timeouts, improved",
          "saved, s",
          "saved, %",
          "");

  private static List<String> row(Outcomes outcomes, Line line, Step step, Estimate saved) {
    Trial standard = standard(line, step);
    Trial improved = improved(line, step);
    return List.of(
        line.name(),
        step.name(),
        outcomes.estimate(standard, Measures.TOTAL_TIME).text(2),
        outcomes.estimate(improved, Measures.TOTAL_TIME).text(2),
        outcomes.estimate(standard, Measures.TIMEOUTS).text(1),
        outcomes.estimate(improved, Measures.TIMEOUTS).text(1),
        saved.text(2),
        outcomes.savedPercent(standard, improved, Measures.TOTAL_TIME).text(1),
        inWords(saved));
  }
}
