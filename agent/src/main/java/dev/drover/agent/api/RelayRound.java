package dev.drover.agent.api;

import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * One round of pre-copy as the relay's socket saw it. The stop-and-copy counts as the last round; a
 * post-copy has none.
 *
 * @param round from 1
 * @param time T_i of "Early Notification and Dynamic Routing", section 4.1: from the end of the
 *     round before, in the sense of the coupling, to the end of this one
 * @param bytes V_i, of QEMU's stream
 * @param idle from the moment when nothing was left to send until the next round's first byte was
 *     given to the kernel, as seen every 200 µs or so; zero when data was always there
 * @param ahead bytes of the next round that had left before QEMU told of its beginning
 * @param cwndAtStart congestion window when the round's first byte was given to the kernel
 * @param retransmits segments sent again meanwhile
 * @param rtt smoothed round-trip time at its end
 */
public record RelayRound(
    int round,
    Duration time,
    Bytes bytes,
    Duration idle,
    Bytes ahead,
    Bytes cwndAtStart,
    Bytes cwndAtEnd,
    long retransmits,
    Duration rtt) {}
