package dev.drover.model;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;

/**
 * How fast a round of pre-copy may send, and what that was decided from. A round has several when
 * the limit on the migration changed in the middle of it.
 *
 * @param at since the start command
 * @param round the round that it holds for, from 1
 * @param dirtyRate of the round before, as measured; zero in the first
 * @param capacity of the slower one of both ends' NICs
 * @param usedByOthers of the source's NIC, by all but this migration
 * @param ceiling the most that the migration was allowed
 * @param rate what was set
 * @param stopAndCopy what the stop-and-copy would have had if it had come instead
 */
public record RoundRate(
    Duration at,
    int round,
    DirtyRate dirtyRate,
    BitRate capacity,
    BitRate usedByOthers,
    BitRate ceiling,
    BitRate rate,
    BitRate stopAndCopy) {}
