package dev.drover.agent.migration;

import dev.drover.model.unit.BitRate;
import java.util.function.Supplier;

/**
 * The way out of this host, as migrations see it.
 *
 * @param nic its capacity
 * @param workload what VMs send on it now
 */
public record Egress(BitRate nic, Supplier<BitRate> workload) {}
