package dev.drover.decide.technique;

import dev.drover.decide.prediction.MigrationCase;
import dev.drover.decide.technique.TechniquePredictor.Candidate;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.List;
import java.util.Optional;

/**
 * Step 2 as a whole: what was asked for, else the paper's table, else the cheapest prediction.
 * There is no default that would hide a choice.
 */
public final class TechniqueSelector {
  private final TechniquePredictor predictor;

  public TechniqueSelector(TechniquePredictor predictor) {
    this.predictor = predictor;
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
    return TechniqueTable.lookup(source, destination, vm, migration.priority())
        .map(technique ->
            new TechniqueChoice(technique, new TechniqueChoice.Table(source, destination, vm)))
        .orElseGet(() -> {
          List<Candidate> ranking = predictor.rank(migration);
          return new TechniqueChoice(
              ranking.getFirst().technique(),
              new TechniqueChoice.Predicted(source, destination, vm, ranking));
        });
  }
}
