/**
 * The relay transport: QEMU's stream goes over a Unix socket to the sender at the source, over the
 * data network to the receiver at the destination, and over a Unix socket to the other QEMU. Every
 * connection of a migration goes that way, each by one thread that moves pages from socket to
 * socket with splice(2): no byte is copied into this process.
 *
 * <p>The sockets are the C library's, called with the Foreign Function and Memory API: Java's
 * channels neither give their descriptors nor know Unix sockets of foreign processes as anything
 * but bytes to copy, and reading the descriptor by reflection would need the JDK opened up. What a
 * connection's kernel has sent and what was acknowledged is read there too, which is what Early
 * Notification and its counterpart need.
 *
 * <p>The relays of a host live in a process of their own, which outlives the agent as QEMU does:
 * were they to end with the agent, a post-copy's stream and the agent's connection to QEMU would
 * break together, and a QEMU whose vCPU waits for a page greets no new agent. When the relay's
 * process ends QEMU sees a broken connection, as if a cable had been cut: a pre-copy fails and the
 * VM runs at its source, a post-copy pauses and is joined again through a new relay.
 */
@NullMarked
package dev.drover.agent.relay;

import org.jspecify.annotations.NullMarked;
