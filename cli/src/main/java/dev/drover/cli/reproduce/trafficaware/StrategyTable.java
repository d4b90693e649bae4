package dev.drover.cli.reproduce.trafficaware;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Claim;
import dev.drover.cli.reproduce.Finding.Verdict;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.decide.schedule.Contention;
import dev.drover.decide.schedule.ContentionThresholds;
import dev.drover.decide.schedule.StrategySelector;
import dev.drover.model.Priority;
import dev.drover.model.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Serial or parallel, by priority and contention. */
public final class StrategyTable implements Figure {
  private final ContentionThresholds thresholds = ContentionThresholds.defaults();

  @Override
  public FigureId id() {
    return new FigureId(Paper.TRAFFIC_AWARE, "strategy");
  }

  @Override
  public String title() {
    return "Serial or parallel";
  }

  @Override
  public String place() {
    return "Proposed Algorithm, step 3";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.of();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    List<Claim> claims = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      for (Contention contention : Contention.values()) {
        claims.add(claim(priority, contention));
      }
    }
    String setUp =
        String.format(
            Locale.ROOT,
            "Asked of `StrategySelector`. The paper names three degrees of contention and no"
                + " limits; `ContentionThresholds` takes the part of a NIC direction that workload"
                + " uses, moderate from %.0f %%, high from %.0f %%, and the worse of the source's"
                + " egress and the destination's ingress.",
            100 * thresholds.moderateFrom(),
            100 * thresholds.highFrom());
    return new Finding(setUp, claims, List.of(), List.of(), List.of(data()), List.of());
  }

  private static Claim claim(Priority priority, Contention contention) {
    Optional<Strategy> published = published(priority, contention);
    Strategy ours = StrategySelector.select(priority, contention);
    Verdict verdict =
        published.isEmpty()
            ? Verdict.UNPUBLISHED
            : published.get() == ours ? Verdict.AGREES : Verdict.DIFFERS;
    return new Claim(
        priority + " priority, " + contention + " contention",
        published.map(Strategy::toString).orElse("–"),
        ours.toString(),
        verdict,
        published.isEmpty() ? "read as for low priority" : "");
  }

  /**
   * The slide: "High Priority - parallel; Low priority, low contention - parallel; Low priority,
   * high/moderate contention - serial".
   */
  private static Optional<Strategy> published(Priority priority, Contention contention) {
    return switch (priority) {
      case HIGH -> Optional.of(Strategy.PARALLEL);
      case MEDIUM -> Optional.empty();
      case LOW ->
          Optional.of(
              switch (contention) {
                case LOW -> Strategy.PARALLEL;
                case MODERATE, HIGH -> Strategy.SERIAL;
              });
    };
  }

  private DataTable data() {
    List<List<String>> rows = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      for (int percent = 0; percent <= 100; percent += 5) {
        Contention contention = thresholds.of(percent / 100.0);
        rows.add(
            List.of(
                priority.toString(),
                Integer.toString(percent),
                contention.toString(),
                published(priority, contention).map(Strategy::toString).orElse(""),
                StrategySelector.select(priority, contention).toString()));
      }
    }
    return new DataTable(
        "",
        List.of("priority", "utilisation_percent", "contention", "published", "strategy"),
        rows);
  }
}
