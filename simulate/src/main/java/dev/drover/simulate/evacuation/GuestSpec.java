package dev.drover.simulate.evacuation;

import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.unit.Bytes;

/**
 * A VM and the host that it runs on at first.
 *
 * @param resident memory backed by pages, as its host sees it; at most {@code memory}
 * @param writer writes beside those that its traffic and its kernel cause
 */
public record GuestSpec(
    String name,
    String host,
    Bytes memory,
    Bytes resident,
    Priority priority,
    Sla sla,
    TenantTraffic traffic,
    MemoryWriter writer) {
  public GuestSpec {
    if (resident.compareTo(memory) > 0) {
      throw new IllegalArgumentException(
          "vm " + name + ": resident " + resident + " exceeds its memory " + memory);
    }
  }

  /** {@return the same on another host} */
  GuestSpec on(String other) {
    return new GuestSpec(name, other, memory, resident, priority, sla, traffic, writer);
  }
}
