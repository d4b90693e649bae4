/**
 * The host's part of the network: the one NIC's queues and reservations, the VMs' taps, and the
 * counters of both. Linux's {@code tc}, {@code ip} and {@code /proc/net/dev} are behind {@link
 * dev.drover.agent.net.HostNetwork}.
 */
@NullMarked
package dev.drover.agent.net;

import org.jspecify.annotations.NullMarked;
