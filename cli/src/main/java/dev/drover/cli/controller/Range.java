package dev.drover.cli.controller;

import java.util.List;
import java.util.Locale;

/** Median and range over the rounds. */
record Range(double median, double least, double most) {
  static Range of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Range(median, sorted.getFirst(), sorted.getLast());
  }

  /** {@return such as {@code 56 100 (55 000–57 200)}, without the blanks} */
  String text() {
    return String.format(Locale.ROOT, "%.0f (%.0f–%.0f)", median, least, most);
  }
}
