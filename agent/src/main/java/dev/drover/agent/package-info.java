/**
 * The daemon on each host: it owns the host's VMs, NIC and counters, and settles with other agents
 * who owns a VM that moves. {@link dev.drover.agent.AgentMain} is its entry.
 */
@NullMarked
package dev.drover.agent;

import org.jspecify.annotations.NullMarked;
