package dev.drover.simulate.migration;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;

/**
 * One round of pre-copy.
 *
 * @param number from 1
 * @param start when its first page was handed to the transport, since the simulation's start
 * @param time T_i of the E-N paper's Algorithm 1: from the notification that ended the round before
 *     (the beginning of the first) to the one that ended this
 * @param volume V_i: bytes handed to the transport, headers of pages included
 * @param sentPages pages in {@code volume}
 * @param skippedPages left to a later round since they were dirtied again before their turn
 * @param heldPages left to a later round by the selection
 * @param rate that it was limited to on the wire; no limit at the capacity of the way
 * @param usedByOthers of the link with the least left, during this round
 * @param dirtiedPages distinct pages that the guest has dirtied from the reading of the bitmap
 *     before this round to the reading after it
 * @param dirtyRate {@code dirtiedPages} ÷ the time between these two
 */
public record RoundRecord(
    int number,
    Duration start,
    Duration time,
    Bytes volume,
    int sentPages,
    int skippedPages,
    int heldPages,
    BitRate rate,
    BitRate usedByOthers,
    int dirtiedPages,
    DirtyRate dirtyRate) {}
