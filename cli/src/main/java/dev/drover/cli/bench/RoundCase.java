package dev.drover.cli.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One migration whose rounds are paced in one way, measured once.
 *
 * @param writer what the VM does meanwhile
 * @param bandwidth the way, as {@code --bandwidth} takes it
 */
record RoundCase(Writer writer, String bandwidth, int repetition) {
  /** Plain pre-copy, the paper's PCA: nothing but TCP holds it, as in the simulator. */
  static final String PCA = "xen-default";

  static final String BDA = "bda";

  /** Half of the link. */
  static final String FIXED = "fixed=100Mbit/s";

  /**
   * The ways in their order. Without a limit from a policy {@code unlimited} sets what {@code
   * xen-default} sets: how far those two differ says how far chance goes.
   */
  static final List<String> BANDWIDTHS = List.of(PCA, FIXED, "xen-incremental", BDA, "unlimited");

  /** What the VM writes: the loads of the paper's Fig. 4 and 5, at a quarter of its memory. */
  enum Writer {
    /** For comparison: a rate that never changes. */
    STEADY("steady", "4MiB/s"),
    /** KCS. */
    COMPILE("compile", "6MiB/s"),
    /** IKCS. */
    INTERMITTENT("intermittent", "4MiB/s");

    private final String writes;
    private final String rate;

    Writer(String writes, String rate) {
      this.writes = writes;
      this.rate = rate;
    }

    /** {@return the rate as lab files have it, on average} */
    String rate() {
      return rate;
    }

    /** {@return the name, as in lab files} */
    @Override
    public String toString() {
      return writes;
    }
  }

  /** {@return the name of the result file, without its ending} */
  String file() {
    return "rounds-" + writer + "-" + word(bandwidth) + "-" + repetition;
  }

  private static String word(String bandwidth) {
    return bandwidth.replaceAll("[^a-zA-Z0-9-]", "_");
  }

  /** {@return all cases of a writer, in turns: every way once, then every way again} */
  static List<RoundCase> of(Writer writer, int repetitions) {
    List<RoundCase> cases = new ArrayList<>();
    for (int i = 1; i <= repetitions; i++) {
      for (String bandwidth : BANDWIDTHS) {
        cases.add(new RoundCase(writer, bandwidth, i));
      }
    }
    return cases;
  }
}
