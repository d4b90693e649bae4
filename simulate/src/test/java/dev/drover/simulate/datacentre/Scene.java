package dev.drover.simulate.datacentre;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.TrafficGraph;
import java.util.SplittableRandom;

/** Small data centres for tests. */
final class Scene {
  /** Eight racks of four servers, four racks a pod. */
  static final Layers LAYERS = Layers.regular(4, 4, 2);

  static final Capacity CAPACITY = Capacity.slots(LAYERS.servers(), 5);
  static final int VMS = 120;

  private Scene() {}

  static TrafficGraph traffic(long seed) {
    return TrafficGenerator.draw(TrafficModel.published(), VMS, seed).traffic();
  }

  static Allocation random(long seed) {
    return Allocation.random(CAPACITY, VMS, new SplittableRandom(seed));
  }

  static TrafficGraph pairs(int vms, double[]... pairs) {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms);
    for (double[] pair : pairs) {
      builder.add((int) pair[0], (int) pair[1], pair[2]);
    }
    return builder.build();
  }
}
