package dev.drover.agent.api;

/**
 * What a VM of a host exchanges with another address, averaged over the host's window.
 *
 * @param vm IPv4 address of the VM
 * @param peer IPv4 address
 * @param bytesPerSecond both directions together
 */
public record PairRate(String vm, String peer, double bytesPerSecond) {}
