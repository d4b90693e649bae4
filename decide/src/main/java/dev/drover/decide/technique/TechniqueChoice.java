package dev.drover.decide.technique;

import dev.drover.decide.technique.TechniquePredictor.Candidate;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A technique and what speaks for it. */
public record TechniqueChoice(Technique technique, Basis basis) {
  /** {@return the choice as part of a {@code why} line} */
  public String text() {
    return switch (basis) {
      case Asked() -> technique + " (asked for)";
      case Table(TrafficClass source, TrafficClass destination, TrafficClass vm) ->
          "source NIC %s, destination %s, VM %s → %s (table: %s/%s)"
              .formatted(source, destination, vm, technique, shortly(source), shortly(destination));
      case Overruled(
              TrafficClass source,
              TrafficClass destination,
              TrafficClass vm,
              Better(Candidate broken, Candidate instead, Duration tolerated)) ->
          "source NIC %s, destination %s, VM %s → %s (table: %s/%s → %s, no answer for %s, SLA allows %s; %s: %s)"
              .formatted(
                  source,
                  destination,
                  vm,
                  technique,
                  shortly(source),
                  shortly(destination),
                  broken.technique(),
                  Durations.format(SlaGuard.outage(broken.forecast())),
                  Durations.format(tolerated),
                  instead.technique(),
                  Durations.format(SlaGuard.outage(instead.forecast())));
      case Predicted(
              TrafficClass source,
              TrafficClass destination,
              TrafficClass vm,
              List<Candidate> ranking) ->
          "source NIC %s, destination %s, VM %s → %s (predicted: %s)"
              .formatted(
                  source,
                  destination,
                  vm,
                  technique,
                  ranking.stream().map(TechniqueChoice::text).collect(Collectors.joining("; ")));
    };
  }

  private static String text(Candidate candidate) {
    return String.format(
        Locale.ROOT,
        "%s %s, down %s, loss %s, cost %.2f%s",
        candidate.technique(),
        Durations.format(candidate.forecast().totalTime()),
        Durations.format(candidate.forecast().downtime()),
        candidate.forecast().workloadLoss(),
        candidate.cost(),
        candidate.forecast().converges() ? "" : ", does not converge");
  }

  private static String shortly(TrafficClass traffic) {
    return switch (traffic) {
      case INCOMING -> "in";
      case OUTGOING -> "out";
      case MIXED, IDLE -> traffic.toString();
    };
  }

  /** Why the technique was chosen. */
  public sealed interface Basis {}

  /** The operator named it. */
  public record Asked() implements Basis {}

  /** A cell of the paper's table. */
  public record Table(TrafficClass source, TrafficClass destination, TrafficClass vm)
      implements Basis {}

  /** The table's technique is predicted to break the SLA, another to keep it. */
  public record Overruled(
      TrafficClass source, TrafficClass destination, TrafficClass vm, Better better)
      implements Basis {}

  /**
   * Why the table is overruled.
   *
   * @param broken what the table says
   * @param instead the cheapest that keeps the SLA
   * @param tolerated the longest time without an answer that keeps it
   */
  public record Better(Candidate broken, Candidate instead, Duration tolerated) {}

  /** The cheapest predicted outcome; the table is silent. */
  public record Predicted(
      TrafficClass source, TrafficClass destination, TrafficClass vm, List<Candidate> ranking)
      implements Basis {
    public Predicted {
      ranking = List.copyOf(ranking);
    }
  }
}
