package dev.drover.cli.reproduce.earlynotification;

import dev.drover.cli.reproduce.simulated.Scenario;

/** A way of migrating that figures compare, as settings over a scenario. */
enum Variant {
  STANDARD("standard"),
  EARLY_NOTIFICATION("E-N"),
  BOTH("E-N and D-R");

  private static final String COUPLED = "migrations.vm.coupling=early-notification";

  private final String text;

  Variant(String text) {
    this.text = text;
  }

  /** {@return {@code scenario} migrating this way} */
  Scenario of(Scenario scenario) {
    return switch (this) {
      case STANDARD -> scenario;
      case EARLY_NOTIFICATION -> scenario.with(COUPLED);
      case BOTH -> scenario.with(COUPLED, "routing=d-r");
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
