package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.Trial;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** How many flows there are, as the paper's horizontal axes have them. */
final class Sizes {
  static final List<Integer> ALL = List.of(10, 100, 1000, 10_000, 100_000, 1_000_000);

  private Sizes() {}

  /** {@return a trial for each set of flows and each number of them} */
  static List<Trial> ofEachSet(BiFunction<FlowSet, Integer, Trial> trial) {
    return Stream.of(FlowSet.values())
        .flatMap(set -> ALL.stream().map(flows -> trial.apply(set, flows)))
        .toList();
  }

  static List<String> names() {
    return ALL.stream().map(Sizes::text).toList();
  }

  static String text(int flows) {
    return String.format(Locale.ROOT, "%,d", flows);
  }
}
