package dev.drover.agent.api;

/**
 * What a VM of a host exchanges with another address, averaged over the host's window.
 *
 * @param vm IPv4 address of the VM
 * @param peer IPv4 address
 * @param bytesPerSecond both directions together
 * @param measuredMs over how long it is a mean: the window, or less while the VM is new here or
 *     their traffic is
 */
public record PairRate(String vm, String peer, double bytesPerSecond, long measuredMs) {}
