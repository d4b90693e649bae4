package dev.drover.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What the traffic-aware policy is to show against QEMU's own ways; judged by medians. */
enum Target {
  NOBODY_BELOW_SLA("no tenant below its SLA lower limit, in any run: s") {
    @Override
    Optional<Judged> judge(Comparison of) {
      double most = of.belowSla(OURS).most() / SECOND;
      return judged(
          most == 0,
          "%.1f against %.1f and %.1f",
          most,
          of.belowSla(SERIAL).median() / SECOND,
          of.belowSla(PARALLEL).median() / SECOND);
    }
  },
  URGENT_IS_FAST("high-priority migration ≤ 1.05 × the faster baseline's: s") {
    @Override
    Optional<Judged> judge(Comparison of) {
      return atMost(
          SLACK,
          of.urgent(OURS).median() / SECOND,
          of.urgent(SERIAL).median() / SECOND,
          of.urgent(PARALLEL).median() / SECOND);
    }
  },
  PATIENT_COSTS_LITTLE("tenants lose ≤ 5 % during a low-priority migration: %") {
    @Override
    Optional<Judged> judge(Comparison of) {
      double ours = of.patient(OURS).median();
      return judged(
          ours <= 5,
          "%.1f against %.1f and %.1f",
          ours,
          of.patient(SERIAL).median(),
          of.patient(PARALLEL).median());
    }
  },
  LOSES_LEAST("less lost than under either baseline: MiB") {
    @Override
    Optional<Judged> judge(Comparison of) {
      double ours = of.lost(OURS).median() / MEBIBYTE;
      double serial = of.lost(SERIAL).median() / MEBIBYTE;
      double parallel = of.lost(PARALLEL).median() / MEBIBYTE;
      return judged(
          ours < Math.min(serial, parallel), "%.1f against %.1f and %.1f", ours, serial, parallel);
    }
  },
  NOBODY_BETTER_IN_BOTH("no baseline better in both time and loss") {
    @Override
    Optional<Judged> judge(Comparison of) {
      List<String> better =
          Stream.of(OURS, HURRIED)
              .flatMap(ours ->
                  Stream.of(SERIAL, PARALLEL)
                      .filter(baseline -> better(of, baseline, ours))
                      .map(baseline -> baseline + " than " + ours))
              .toList();
      return judged(
          better.isEmpty(),
          better.isEmpty() ? "none" : String.join(", ", better),
          of.time(OURS).median(),
          of.lost(OURS).median(),
          of.time(SERIAL).median(),
          of.lost(SERIAL).median(),
          of.time(PARALLEL).median(),
          of.lost(PARALLEL).median());
    }

    private static boolean better(Comparison of, String baseline, String ours) {
      return of.time(baseline).median() < of.time(ours).median()
          && of.lost(baseline).median() < of.lost(ours).median();
    }
  },
  HURRY_IS_FAST("`--priority high` ≤ 1.05 × the faster baseline's time: s") {
    @Override
    Optional<Judged> judge(Comparison of) {
      return atMost(
          SLACK,
          of.time(HURRIED).median() / SECOND,
          of.time(SERIAL).median() / SECOND,
          of.time(PARALLEL).median() / SECOND);
    }
  };

  static final String OURS = "traffic-aware";
  static final String HURRIED = OURS + " --priority high";
  static final String SERIAL = "qemu-serial";
  static final String PARALLEL = "qemu-parallel";

  private static final double SLACK = 1.05;
  private static final double SECOND = 1000;
  private static final double MEBIBYTE = 1 << 20;

  private final String text;

  Target(String text) {
    this.text = text;
  }

  /** {@return what is to be shown, and the unit of the figures} */
  String text() {
    return text;
  }

  /** {@return whether it was shown; empty when a figure is missing} */
  abstract Optional<Judged> judge(Comparison of);

  /**
   * Whether a target was met.
   *
   * @param figures ours against those of the serial and the parallel baseline
   */
  record Judged(boolean met, String figures) {}

  private static Optional<Judged> atMost(
      double factor, double ours, double serial, double parallel) {
    return judged(
        ours <= factor * Math.min(serial, parallel),
        "%.1f against %.1f and %.1f",
        ours,
        serial,
        parallel);
  }

  private static Optional<Judged> judged(boolean met, String format, double... figures) {
    if (DoubleStream.of(figures).anyMatch(Double::isNaN)) {
      return Optional.empty();
    }
    Object[] boxed = DoubleStream.of(figures).boxed().toArray();
    return Optional.of(new Judged(met, String.format(Locale.ROOT, format, boxed)));
  }
}
