package dev.drover.simulate.datacentre;

import java.util.Arrays;
import java.util.List;

/** What servers have room for: so many VMs, and more if the VMs' needs are known. */
public final class Capacity {
  private final int[] slots;
  private final List<Resource> resources;

  /**
   * Room by slots and resources.
   *
   * @param slots for each server how many VMs it takes; kept, not copied
   */
  public Capacity(int[] slots, List<Resource> resources) {
    this.slots = slots;
    this.resources = List.copyOf(resources);
  }

  /** {@return room for {@code slots} VMs on each server, whatever they need} */
  public static Capacity slots(int servers, int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("a server with " + slots + " slots takes no VM");
    }
    int[] each = new int[servers];
    Arrays.fill(each, slots);
    return new Capacity(each, List.of());
  }

  public int servers() {
    return slots.length;
  }

  /** {@return how many VMs a server takes} */
  public int slots(int server) {
    return slots[server];
  }

  /** {@return how many VMs all servers take} */
  public int slots() {
    return Math.toIntExact(Arrays.stream(slots).asLongStream().sum());
  }

  /** {@return what counts besides slots; empty when nothing does} */
  public List<Resource> resources() {
    return resources;
  }

  int[] freeSlots() {
    return slots.clone();
  }
}
