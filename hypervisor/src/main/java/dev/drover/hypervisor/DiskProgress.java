package dev.drover.hypervisor;

import dev.drover.model.unit.Bytes;

/**
 * How far the copy of a VM's virtual disk is. Holes of the image do not count. Reckoned from what
 * the image occupied at the start, as if its holes came last: exact once all is copied.
 *
 * @param sent content sent so far; what the guest wrote again counts again
 * @param remaining content to be sent; grows when the guest writes
 */
public record DiskProgress(Bytes sent, Bytes remaining) {}
