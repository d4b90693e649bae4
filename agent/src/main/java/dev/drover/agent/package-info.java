/**
 * The daemon on each host: it owns the host's VMs, NIC and counters, and settles with other agents
 * who owns a VM that moves. The program that runs it is in the room {@code host}.
 */
@NullMarked
package dev.drover.agent;

import org.jspecify.annotations.NullMarked;
