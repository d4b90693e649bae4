package dev.drover.agent.flow;

/**
 * What a VM exchanges with another address: the λ of S-CORE's eq. 1.
 *
 * @param peer IPv4 address
 * @param bytesPerSecond both directions together
 * @param measuredMs over how long it is a mean: the window, or less when counting or the pair's
 *     traffic began within it, and then what they exchange seems to be less than it is
 */
public record PeerRate(int peer, double bytesPerSecond, long measuredMs) {}
