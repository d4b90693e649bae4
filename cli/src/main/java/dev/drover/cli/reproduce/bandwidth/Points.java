package dev.drover.cli.reproduce.bandwidth;

import dev.drover.cli.reproduce.simulated.Scenario;
import dev.drover.cli.reproduce.simulated.SimulatedTrial;

/** What the paper's figures have runs of: guests, workloads and pre-copy algorithms. */
final class Points {
  private static final Scenario SCENARIO = Scenario.of("bandwidth-dynamic-assignment.yaml");

  private Points() {}

  /**
   * The paper's three workloads; what each writes is ours. A compiling guest dirties a third of
   * what the link carries, as the lower rate of "Early Notification and Dynamic Routing" does: one
   * that dirties more than the link carries, as 10000 pages/s would, ends its rounds at once
   * whatever the algorithm.
   */
  enum Workload {
    IS(quiet()),
    KCS(compiling()),
    IKCS(
        "{pattern: phased, phases: [{time: 10s, %s}, {time: 10s, %s}]}"
            .formatted(fields(compiling()), fields(quiet())));

    private final String writes;

    Workload(String writes) {
      this.writes = writes;
    }

    /** {@return what it writes, in YAML} */
    String writes() {
      return writes;
    }

    private static String quiet() {
      return "{pattern: hot-cold, rate: 200, workingSet: 1MiB, hotShare: 0.9}";
    }

    private static String compiling() {
      return "{pattern: hot-cold, rate: 1000, workingSet: 64MiB, hotShare: 0.9}";
    }

    private static String fields(String braced) {
      return braced.substring(1, braced.length() - 1);
    }
  }

  /** {@return a migration of a guest of {@code mebibytes} with what it writes in YAML} */
  static SimulatedTrial trial(int mebibytes, String writes, String algorithm) {
    return SimulatedTrial.of(
        SCENARIO.with(
            "vms.vm.memory=" + mebibytes + "MiB",
            "vms.vm.writes=" + writes,
            "migrations.vm.algorithm=" + algorithm));
  }
}
