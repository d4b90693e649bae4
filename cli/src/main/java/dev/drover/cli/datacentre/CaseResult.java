package dev.drover.cli.datacentre;

import java.util.List;
import java.util.Optional;

/**
 * What came of a case.
 *
 * @param policy by which VMs were placed
 * @param pairs of VMs that talk
 * @param density of traffic that was drawn by lot; see {@link PlacementTraffic.Drawn}
 * @param spread likewise
 * @param rounds of the token; 0 where there is none
 * @param seconds in which the data centre was built and the VMs placed
 * @param buildSeconds of these, to draw traffic and first placement
 * @param roundSeconds the first round of the token; up to 100,000 VMs the median of repetitions in
 *     a JVM that is warm, else the only one; 0 where there is none
 * @param roundProcessorSeconds the same in time of the processor, which a busy machine changes less
 * @param processorSeconds of the one thread, for {@code seconds}
 * @param peakBytes of the heap, garbage that was not yet collected included
 * @param costAfterEach round of the token, the first at the end of the first
 * @param levels which part of the traffic is exchanged at each level in the end, 0 first
 * @param referenceCost the optimum for the same VMs where it was searched for, else that of the
 *     partition, where it was measured
 */
record CaseResult(
    String name,
    int servers,
    int vms,
    int pairs,
    String policy,
    String rule,
    Optional<Double> density,
    Optional<Double> spread,
    int rounds,
    long migrations,
    double seconds,
    double buildSeconds,
    double roundSeconds,
    double roundProcessorSeconds,
    double processorSeconds,
    long peakBytes,
    double costBefore,
    double costAfter,
    List<Double> costAfterEach,
    List<Double> levels,
    Optional<Double> referenceCost) {
  CaseResult {
    costAfterEach = List.copyOf(costAfterEach);
    levels = List.copyOf(levels);
  }

  /** {@return by which part the cost fell} */
  double reduction() {
    return 1 - costAfter / costBefore;
  }

  /** {@return by which part it fell in so many rounds, or in all if there were fewer} */
  double reduction(int afterRounds) {
    return costAfterEach.isEmpty()
        ? reduction()
        : 1 - costAfterEach.get(Math.min(afterRounds, costAfterEach.size()) - 1) / costBefore;
  }

  /** {@return which part of the reference's reduction that is} */
  Optional<Double> ofReference() {
    return referenceCost.map(cost -> reduction() / (1 - cost / costBefore));
  }

  CaseResult withReference(Optional<Double> cost) {
    return new CaseResult(
        name,
        servers,
        vms,
        pairs,
        policy,
        rule,
        density,
        spread,
        rounds,
        migrations,
        seconds,
        buildSeconds,
        roundSeconds,
        roundProcessorSeconds,
        processorSeconds,
        peakBytes,
        costBefore,
        costAfter,
        costAfterEach,
        levels,
        cost);
  }
}
