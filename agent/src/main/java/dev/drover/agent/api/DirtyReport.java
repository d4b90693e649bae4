package dev.drover.agent.api;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;

/**
 * How a VM writes to its memory.
 *
 * @param dirtyRate distinct pages dirtied per second, over the window of the measurement
 * @param workingSet memory that was written at least once in a longer window: a lower bound of the
 *     working set
 */
public record DirtyReport(DirtyRate dirtyRate, Bytes workingSet) {}
