package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.reproduce.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All migrations of all repetitions. */
record LoadResults(List<Numbered> all) {
  LoadResults {
    all = List.copyOf(all);
  }

  /**
   * A migration with its place.
   *
   * @param repetition from 1, each in a lab of its own
   * @param order from 1, in its lab
   */
  record Numbered(int repetition, int order, LoadMigration migration) {}

  static LoadResults of(List<Outcome> outcomes) {
    List<Numbered> all = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      int order = 1;
      for (LoadMigration migration : LoadMigration.of(outcomes.get(i))) {
        all.add(new Numbered(i + 1, order++, migration));
      }
    }
    return new LoadResults(all);
  }

  private List<LoadMigration> of(LoadCase point) {
    return all.stream()
        .map(Numbered::migration)
        .filter(migration -> migration.point().equals(point))
        .toList();
  }

  int begun(LoadCase point) {
    return of(point).size();
  }

  int ended(LoadCase point) {
    return (int) of(point).stream().filter(LoadMigration::ended).count();
  }

  /** {@return a measure of those migrations that ended and have it} */
  List<Double> values(LoadCase point, ToDoubleFunction<LoadMigration> measure) {
    return of(point).stream()
        .filter(LoadMigration::ended)
        .mapToDouble(measure)
        .filter(value -> !Double.isNaN(value))
        .boxed()
        .toList();
  }

  /** {@return the mean of a measure, not a number when no migration has it} */
  double mean(LoadCase point, ToDoubleFunction<LoadMigration> measure) {
    return mean(values(point, measure));
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** {@return the standard deviation of a sample, not a number when it has less than two values} */
  static double deviation(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1));
  }

  /** {@return what the plain migrations of all loads sent, in MB each} */
  List<Double> megabytes() {
    return LoadCase.plain()
        .flatMap(point -> values(point, LoadMigration::megabytes).stream())
        .toList();
  }
}
