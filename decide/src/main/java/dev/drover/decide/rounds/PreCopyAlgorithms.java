package dev.drover.decide.rounds;

import dev.drover.decide.bandwidth.BandwidthDynamicAssignment;
import dev.drover.decide.bandwidth.RoundBandwidth;
import dev.drover.decide.bandwidth.RoundBandwidths;
import dev.drover.decide.bandwidth.XenDefault;
import dev.drover.decide.bandwidth.XenIncremental;
import java.util.List;

/** The pre-copy algorithms by name. A new one is one line in {@link #all}. */
public final class PreCopyAlgorithms {
  private PreCopyAlgorithms() {}

  /** {@return the names, the default first} */
  public static List<String> names() {
    return all().stream().map(PreCopyAlgorithm::name).toList();
  }

  /**
   * {@return the algorithm called {@code name}, with default settings}
   *
   * @throws IllegalArgumentException when there is none; the message lists the names
   */
  public static PreCopyAlgorithm named(String name) {
    return all().stream()
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'"
                    + name
                    + "' is not a pre-copy algorithm; use one of "
                    + String.join(", ", names())));
  }

  /** {@return all of them, the default first} */
  public static List<PreCopyAlgorithm> all() {
    PageSelection all = new AllDirtyPages();
    PageSelection predicted = PredictedPages.defaults();
    return List.of(
        of("pca", "plain pre-copy", all, new XenDefault()),
        of("pca-skip", "plain pre-copy as in Xen", new SkipRedirtied(all), new XenDefault()),
        of("ppc", "pre-copy with probability prediction", predicted, new XenDefault()),
        bda(BandwidthDynamicAssignment.standard(), predicted),
        bda(BandwidthDynamicAssignment.byUsage(), predicted),
        bda(BandwidthDynamicAssignment.asPrinted(), predicted),
        of("xen-incremental", "plain pre-copy, slow at first", all, XenIncremental.defaults()),
        of("unlimited", "plain pre-copy above any ceiling", all, bandwidth("unlimited")),
        of("random", "plain pre-copy at any rate", all, bandwidth("random")));
  }

  private static PreCopyAlgorithm bda(RoundBandwidth bandwidth, PageSelection predicted) {
    return of(bandwidth.name(), "bandwidth dynamic assignment on ppc", predicted, bandwidth);
  }

  private static RoundBandwidth bandwidth(String name) {
    return RoundBandwidths.named(name);
  }

  private static PreCopyAlgorithm of(
      String name, String what, PageSelection selection, RoundBandwidth bandwidth) {
    return new PreCopyAlgorithm(
        name,
        what + ": " + selection.description() + "; " + bandwidth.description(),
        selection,
        bandwidth);
  }
}
