/**
 * The packet network: output-queued drop-tail ports, source-routed packets, and TCP by its RFCs.
 * Built for speed; see {@link dev.drover.simulate.packet.Port} for where it comes from.
 */
@NullMarked
package dev.drover.simulate.packet;

import org.jspecify.annotations.NullMarked;
