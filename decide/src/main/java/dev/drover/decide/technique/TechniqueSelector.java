package dev.drover.decide.technique;

import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.technique.TechniquePredictor.Candidate;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Step 2 as a whole: what was asked for, else the paper's table unless the {@link SlaGuard}
 * overrules it, else the cheapest prediction. There is no default that would hide a choice.
 */
public final class TechniqueSelector {
  private final TechniquePredictor predictor;
  private final Optional<SlaGuard> guard;

  /** With {@code guard} absent the table is always followed, as the paper has it. */
  public TechniqueSelector(TechniquePredictor predictor, Optional<SlaGuard> guard) {
    this.predictor = predictor;
    this.guard = guard;
  }

  /**
   * {@return the technique for {@code migration}}
   *
   * @param source the other traffic at the source's NIC
   * @param destination the traffic at the destination's NIC
   * @param vm the VM's own traffic
   */
  public TechniqueChoice select(
      MigrationCase migration,
      TrafficClass source,
      TrafficClass destination,
      TrafficClass vm,
      Optional<Technique> asked) {
    if (asked.isPresent()) {
      return new TechniqueChoice(asked.get(), new TechniqueChoice.Asked());
    }
    Optional<Technique> listed =
        TechniqueTable.lookup(source, destination, vm, migration.priority());
    if (listed.isEmpty()) {
      List<Candidate> ranking = predictor.rank(migration);
      return new TechniqueChoice(
          ranking.getFirst().technique(),
          new TechniqueChoice.Predicted(source, destination, vm, ranking));
    }
    return guard
        .flatMap(sla -> overrule(sla, migration, listed.get()))
        .map(better ->
            new TechniqueChoice(
                better.instead().technique(),
                new TechniqueChoice.Overruled(source, destination, vm, better)))
        .orElseGet(() ->
            new TechniqueChoice(listed.get(), new TechniqueChoice.Table(source, destination, vm)));
  }

  private Optional<TechniqueChoice.Better> overrule(
      SlaGuard sla, MigrationCase migration, Technique listed) {
    Duration tolerated = sla.tolerated(migration);
    List<Candidate> ranking = predictor.rank(migration);
    Candidate table =
        ranking.stream().filter(one -> one.technique() == listed).findFirst().orElseThrow();
    if (keeps(table, tolerated)) {
      return Optional.empty();
    }
    return ranking.stream()
        .filter(other -> keeps(other, tolerated))
        .findFirst()
        .map(instead -> new TechniqueChoice.Better(table, instead, tolerated));
  }

  private static boolean keeps(Candidate candidate, Duration tolerated) {
    return SlaGuard.outage(candidate.forecast()).compareTo(tolerated) <= 0;
  }
}
