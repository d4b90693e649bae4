package dev.drover.simulate.scenario;

/** What several records of a scenario check alike. */
final class Scenarios {
  private Scenarios() {}

  static void positive(String field, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(field + " must be above 0: " + value);
    }
  }

  static void positive(String field, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(field + " must be above 0: " + value);
    }
  }

  static void share(String field, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(field + " must be from 0 to 1: " + value);
    }
  }
}
