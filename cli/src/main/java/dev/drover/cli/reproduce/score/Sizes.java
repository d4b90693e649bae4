package dev.drover.cli.reproduce.score;

import java.util.List;
import java.util.Locale;

/** How many flows there are, as the paper's horizontal axes have them. */
final class Sizes {
  static final List<Integer> ALL = List.of(10, 100, 1000, 10_000, 100_000, 1_000_000);

  private Sizes() {}

  static List<String> names() {
    return ALL.stream().map(Sizes::text).toList();
  }

  static String text(int flows) {
    return String.format(Locale.ROOT, "%,d", flows);
  }
}
