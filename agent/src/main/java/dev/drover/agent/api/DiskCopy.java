package dev.drover.agent.api;

import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * The copy of a VM's disk. Holes of the image do not count.
 *
 * @param sent content sent, with what the guest wrote again
 * @param remaining content to be sent; what the guest writes adds to it
 * @param time that it took until it had caught up with the guest and memory could go; so far while
 *     it is under way
 */
public record DiskCopy(Bytes sent, Bytes remaining, Duration time) {}
