package dev.drover.cli.datacentre;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.Layers;
import java.util.List;

/**
 * What is placed once, by one algorithm, from a placement by lot.
 *
 * @param name which begins with the table that it belongs to
 * @param fanOut servers in a rack, racks in a group, and so on
 * @param slots of each server
 * @param traffic between the VMs
 * @param algorithm a token policy, {@code metis}, or one of {@code PlacementAlgorithms}
 * @param rule which server a VM takes, for token policies
 * @param mostRounds after which token policies stop, if VMs still move
 * @param heapMib the JVM's -Xmx
 */
record PlacementCase(
    String name,
    List<Integer> fanOut,
    int slots,
    int vms,
    PlacementTraffic traffic,
    String algorithm,
    CandidateRule rule,
    int mostRounds,
    int heapMib) {
  PlacementCase {
    fanOut = List.copyOf(fanOut);
  }

  Layers layers() {
    return Layers.regular(fanOut.stream().mapToInt(Integer::intValue).toArray());
  }

  int servers() {
    return fanOut.stream().reduce(1, Math::multiplyExact);
  }

  /** {@return whether the other one has the same VMs to place in the same servers} */
  boolean sameProblem(PlacementCase other) {
    return fanOut.equals(other.fanOut)
        && slots == other.slots
        && vms == other.vms
        && traffic.equals(other.traffic);
  }
}
