package dev.drover.simulate.evacuation;

import dev.drover.model.unit.Bytes;

/** A host of the topology that runs VMs, with {@code memory} for them. */
public record HostSpec(String name, Bytes memory) {}
