package dev.drover.simulate.datacentre;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.TrafficGraph;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** VMs, whose they are and what they say to each other. */
public final class Tenants {
  /** A tenant's VMs are in so many racks (fewer when these are full) … */
  private static final int RACKS = 3;

  /** … of so many that stand beside one another. */
  private static final int NEAR = 8;

  private final TrafficGraph traffic;
  private final int[] vms;
  private final int[] starts;

  /**
   * Tenants by their VMs.
   *
   * @param vms all VMs, those of a tenant in one run
   * @param starts where each tenant's run begins, and where the last ends
   */
  Tenants(TrafficGraph traffic, int[] vms, int[] starts) {
    this.traffic = traffic;
    this.vms = vms;
    this.starts = starts;
  }

  public TrafficGraph traffic() {
    return traffic;
  }

  /** {@return how many tenants there are} */
  public int count() {
    return starts.length - 1;
  }

  /** {@return the numbers of a tenant's VMs} */
  public int[] vms(int tenant) {
    return Arrays.copyOfRange(vms, starts[tenant], starts[tenant + 1]);
  }

  /**
   * Places VMs as they are where nobody looks at traffic and new tenants get what is free: each of
   * a tenant's VMs by lot in one of three racks that are not far from each other, on any server
   * there. What does not fit goes to the next rack. The median VM of {@link TrafficModel#published}
   * then has 2 peers in its rack and 4 outside.
   *
   * @throws IllegalArgumentException when a VM fits nowhere
   */
  public Allocation atHome(Layers layers, Capacity capacity, RandomGenerator random) {
    return inRacks(racks(layers), NEAR, capacity, random);
  }

  /**
   * Places VMs as {@link #atHome}, but a tenant's three racks are anywhere: traffic between racks
   * is as sparse, and far.
   *
   * @throws IllegalArgumentException when a VM fits nowhere
   */
  public Allocation scattered(Layers layers, Capacity capacity, RandomGenerator random) {
    return inRacks(racks(layers), Integer.MAX_VALUE, capacity, random);
  }

  private Allocation inRacks(int[][] racks, int near, Capacity capacity, RandomGenerator random) {
    int[] serverOf = new int[vms.length];
    Arrays.fill(serverOf, -1);
    int[] free = capacity.freeSlots();
    int[] chosen = new int[RACKS];
    for (int tenant = 0; tenant < count(); tenant++) {
      int base = random.nextInt(racks.length);
      for (int i = 0; i < RACKS; i++) {
        chosen[i] = base + random.nextInt(Math.min(near, racks.length));
      }
      for (int i = starts[tenant]; i < starts[tenant + 1]; i++) {
        serverOf[vms[i]] = place(racks, free, chosen[random.nextInt(RACKS)], random);
      }
    }
    return Allocation.of(capacity, serverOf);
  }

  private static int place(int[][] racks, int[] free, int wanted, RandomGenerator random) {
    for (int i = 0; i < racks.length; i++) {
      int[] rack = racks[(wanted + i) % racks.length];
      int first = random.nextInt(rack.length);
      for (int j = 0; j < rack.length; j++) {
        int server = rack[(first + j) % rack.length];
        if (free[server] > 0) {
          free[server]--;
          return server;
        }
      }
    }
    throw new IllegalArgumentException("there are more VMs than slots");
  }

  /** {@return the servers of each rack} */
  private static int[][] racks(Layers layers) {
    long[] byRack = new long[layers.servers()];
    for (int server = 0; server < byRack.length; server++) {
      byRack[server] = (long) layers.group(server, 1) << Integer.SIZE | server;
    }
    Arrays.sort(byRack);
    int[][] racks = new int[byRack.length][];
    int count = 0;
    for (int from = 0; from < byRack.length; ) {
      int to = from;
      while (to < byRack.length && byRack[to] >> Integer.SIZE == byRack[from] >> Integer.SIZE) {
        to++;
      }
      int[] rack = new int[to - from];
      for (int i = 0; i < rack.length; i++) {
        rack[i] = (int) byRack[from + i];
      }
      racks[count++] = rack;
      from = to;
    }
    return Arrays.copyOf(racks, count);
  }
}
