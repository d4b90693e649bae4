package dev.drover.simulate.placement;

import dev.drover.decide.communication.Layers;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Resource;
import dev.drover.simulate.placement.partition.LayeredPartition;
import java.util.List;

/**
 * The reference: {@link LayeredPartition}, then two passes of {@link Polishing}. Needs all traffic
 * in one place and moves nearly every VM: what can be reached, not what should be done. Slots are
 * kept exactly by the partition; where a VM then lacks memory or CPU it goes to the nearest server
 * that has it.
 */
final class PartitionPlacement implements PlacementAlgorithm {
  private static final int PASSES = 2;

  @Override
  public String name() {
    return "partition";
  }

  @Override
  public String description() {
    return "graph partitioning, layer by layer; needs all traffic in one place";
  }

  @Override
  public Allocation place(PlacementProblem problem) {
    Capacity capacity = problem.start().capacity();
    int[] wanted =
        LayeredPartition.serverOf(problem.layers(), problem.traffic(), capacity, problem.seed());
    List<Resource> resources = capacity.resources();
    Allocation made =
        resources.isEmpty()
            ? Allocation.of(capacity, wanted)
            : nearest(problem.layers(), problem.start().copy(), wanted);
    new Polishing(problem.layers(), problem.weights(), problem.traffic(), made).run(PASSES);
    return made;
  }

  /** Brings each VM as near as can be to where it should be, beginning from a valid allocation. */
  private static Allocation nearest(Layers layers, Allocation from, int[] wanted) {
    boolean moved = true;
    for (int pass = 0; moved && pass < PASSES; pass++) {
      moved = false;
      for (int vm = 0; vm < wanted.length; vm++) {
        int best = from.serverOf(vm);
        int level = layers.level(best, wanted[vm]);
        for (int server = 0; level > 0 && server < layers.servers(); server++) {
          if (layers.level(server, wanted[vm]) < level && from.fits(vm, server)) {
            best = server;
            level = layers.level(server, wanted[vm]);
          }
        }
        if (best != from.serverOf(vm)) {
          from.move(vm, best);
          moved = true;
        }
      }
    }
    return from;
  }
}
