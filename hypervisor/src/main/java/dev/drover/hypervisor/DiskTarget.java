package dev.drover.hypervisor;

/**
 * Where a destination receives a VM's virtual disk.
 *
 * @param address of a host, or the absolute path of a Unix socket; {@code port} is 0 then
 */
public record DiskTarget(String address, int port) {}
