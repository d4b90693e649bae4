package dev.drover.cli.reproduce.xialab;

import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.xialab.Cell.Domain;
import dev.drover.cli.reproduce.xialab.Cell.Load;
import dev.drover.cli.reproduce.xialab.Cell.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What came of all cells of a figure. */
record CellResults(List<CellResult> all) {
  CellResults {
    all = List.copyOf(all);
  }

  static CellResults of(List<CellTrial> trials, Outcomes outcomes) {
    return new CellResults(trials.stream().map(trial -> CellResult.of(trial, outcomes)).toList());
  }

  /** {@return what came of a cell; empty where the figure does not have it} */
  Optional<CellResult> find(Network network, Domain domain, Load load) {
    Cell cell = new Cell(network, domain, load);
    return all.stream().filter(result -> result.cell().equals(cell)).findFirst();
  }

  /** {@return the domains that the figure has, in their order} */
  List<Domain> domains() {
    return Arrays.stream(Domain.values())
        .filter(domain -> all.stream().anyMatch(result -> result.cell().domain() == domain))
        .toList();
  }

  /** {@return the loads that the figure has, in their order} */
  List<Load> loads() {
    return Arrays.stream(Load.values())
        .filter(load -> all.stream().anyMatch(result -> result.cell().load() == load))
        .toList();
  }

  /**
   * {@return how many times the median of {@code of} one cell's measure is; empty when one of them
   * has none}
   */
  OptionalDouble ratio(Cell cell, Cell of, String measure) {
    OptionalDouble above = median(cell, measure);
    OptionalDouble below = median(of, measure);
    return above.isPresent() && below.isPresent() && below.getAsDouble() > 0
        ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
        : OptionalDouble.empty();
  }

  /** {@return the median of a cell's measure} */
  OptionalDouble median(Cell cell, String measure) {
    return find(cell.network(), cell.domain(), cell.load())
        .map(result -> result.median(measure))
        .orElse(OptionalDouble.empty());
  }

  /** {@return the sum of a measure over all cells and repetitions} */
  long sum(String measure) {
    return Math.round(all.stream().mapToDouble(result -> result.sum(measure).orElse(0)).sum());
  }

  long failed() {
    return all.stream().filter(result -> !result.failures().isEmpty()).count();
  }
}
