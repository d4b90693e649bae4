package dev.drover.simulate.placement;

import dev.drover.decide.communication.TokenPolicies;
import java.util.List;
import java.util.stream.Stream;

/** The placement algorithms, by name. A new one is one class and one line in {@link #all}. */
public final class PlacementAlgorithms {
  private PlacementAlgorithms() {}

  /** {@return all of them, S-CORE by each token policy among them} */
  public static List<PlacementAlgorithm> all() {
    return Stream.concat(
            TokenPolicies.all().stream().map(TokenPlacement::new),
            Stream.of(
                new NoMigration(),
                new RandomPlacement(),
                new GeneticPlacement(),
                new PartitionPlacement(),
                new ExhaustivePlacement()))
        .toList();
  }

  /**
   * {@return the one called {@code name}}
   *
   * @throws IllegalArgumentException when there is none; the message lists the names
   */
  public static PlacementAlgorithm named(String name) {
    List<PlacementAlgorithm> all = all();
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is no placement algorithm; use one of "
                    + String.join(", ", all.stream().map(PlacementAlgorithm::name).toList())));
  }
}
