package dev.drover.cli.ns3;

import dev.drover.cli.ns3.Agreement.Verdict;
import dev.drover.cli.reproduce.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a family of cases gave; as JSON, one of {@code cases}.
 *
 * @param name of the family
 * @param seeds from which means and confidence intervals are; 1 where the seed makes no difference
 * @param measurements of the speed, alternating between the two
 * @param droverGoodputBps mean over the seeds
 * @param droverHopPacketsPerSec median of the measurements
 * @param speedRatio of the two medians
 * @param droverHops mean over the seeds, of one run
 * @param droverTimeouts retransmission timeouts, mean over the seeds
 */
record CaseResult(
    String name,
    String what,
    int seeds,
    int measurements,
    double droverGoodputBps,
    double ns3GoodputBps,
    double droverHopPacketsPerSec,
    double ns3HopPacketsPerSec,
    double speedRatio,
    Rate droverRate,
    Rate ns3Rate,
    double droverHops,
    double ns3Hops,
    double droverTimeouts,
    double ns3Timeouts,
    List<Agreement> agreements,
    Verdict verdict) {

  /**
   * The result of runs of which those at the same place are of the same case.
   *
   * @param drawn whether each is of another seed; else all are the same but for the wall time
   */
  static CaseResult of(
      String name, String what, boolean drawn, List<PeerRun> drover, List<PeerRun> ns3) {
    List<PeerRun> ours = drawn ? drover : drover.subList(0, 1);
    List<PeerRun> theirs = drawn ? ns3 : ns3.subList(0, 1);
    List<Agreement> agreements =
        Arrays.stream(Measure.values())
            .map(m -> Agreement.of(m, estimate(m, ours), estimate(m, theirs)))
            .toList();
    Rate droverRate = Rate.of(drover);
    Rate ns3Rate = Rate.of(ns3);
    return new CaseResult(
        name,
        what,
        ours.size(),
        drover.size(),
        estimate(Measure.GOODPUT, ours).mean(),
        estimate(Measure.GOODPUT, theirs).mean(),
        droverRate.median(),
        ns3Rate.median(),
        droverRate.median() / ns3Rate.median(),
        droverRate,
        ns3Rate,
        mean(ours, PeerRun::hops),
        mean(theirs, PeerRun::hops),
        mean(ours, PeerRun::timeouts),
        mean(theirs, PeerRun::timeouts),
        agreements,
        agreements.stream().map(Agreement::verdict).max(Verdict::compareTo).orElseThrow());
  }

  private static Estimate estimate(Measure measure, List<PeerRun> runs) {
    return Estimate.of(runs.stream().map(measure::of).toList());
  }

  private static double mean(List<PeerRun> runs, ToDoubleFunction<PeerRun> of) {
    return runs.stream().mapToDouble(of).average().orElseThrow();
  }
}
