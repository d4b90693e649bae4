package dev.drover.agent.flow;

/**
 * What a VM exchanges with another address: the λ of S-CORE's eq. 1.
 *
 * @param peer IPv4 address
 * @param bytesPerSecond both directions together
 */
public record PeerRate(int peer, double bytesPerSecond) {}
