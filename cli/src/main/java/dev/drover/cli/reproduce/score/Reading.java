package dev.drover.cli.reproduce.score;

import dev.drover.decide.communication.MigrationPrice;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What "c_m at x % of overall communication cost" (IV-B) can be a share of. */
enum Reading {
  /**
   * Of the mean VM's cost: then the migrations of all VMs, once each, cost x % of the overall cost.
   * The reading of Fig. 2c.
   */
  AVERAGE_VM("of the mean VM's cost"),
  /** Of the cost of the VM that would migrate, as it was at the start. */
  OWN_VM("of the VM's own cost"),
  /** Of the whole data centre's cost, for each single migration: as it is printed. */
  OVERALL("of the whole cost");

  private final String title;

  Reading(String title) {
    this.title = title;
  }

  /** {@return what its data are called} */
  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  /** {@return which shares are tried, in per cent} */
  List<Double> percents() {
    return switch (this) {
      case AVERAGE_VM ->
          List.of(
              0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 50.0, 75.0, 100.0, 150.0, 200.0, 300.0, 500.0,
              1000.0);
      case OWN_VM ->
          List.of(0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 50.0, 75.0, 100.0, 125.0, 150.0, 200.0);
      case OVERALL -> List.of(0.0, 0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 20.0);
    };
  }

  /**
   * {@return c_m at {@code percent}}
   *
   * @param costs of each VM at the start, counted once
   */
  MigrationPrice price(double percent, double[] costs) {
    double part = percent / 100;
    double overall = Arrays.stream(costs).sum();
    return switch (this) {
      case AVERAGE_VM -> MigrationPrice.constant(part * overall / costs.length);
      case OWN_VM -> (vm, _) -> part * costs[vm];
      case OVERALL -> MigrationPrice.constant(part * overall);
    };
  }
}
