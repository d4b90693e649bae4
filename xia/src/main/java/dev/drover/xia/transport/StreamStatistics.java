package dev.drover.xia.transport;

import java.time.Duration;

/**
 * What a connection has done so far.
 *
 * @param bytesSent bytes of the stream that the peer has
 * @param bytesReceived bytes of the stream that came, in order
 * @param packets with data that were sent, those sent again too
 * @param retransmits of them, those sent again
 * @param timeouts after which something was asked about again
 * @param roundTrip smoothed; zero before it was measured
 * @param window the congestion window, bytes
 * @param inFlight bytes on their way
 * @param peerMoves how often the peer proved another address
 */
public record StreamStatistics(
    long bytesSent,
    long bytesReceived,
    long packets,
    long retransmits,
    long timeouts,
    Duration roundTrip,
    long window,
    long inFlight,
    int peerMoves) {}
