package dev.drover.decide.rounds;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;

/**
 * A pre-copy at the end of a round, before it is known whether another one follows.
 *
 * @param round the live round just finished, from 1
 * @param memory the VM's memory; above zero
 * @param sent guest memory sent in this round
 * @param sentInAll guest memory sent in this round and all before it
 * @param next what another live round would send: dirty and not held back
 * @param remaining all that is dirty, held back or not: what a stop-and-copy would send now
 * @param measured the rate of this round, guest memory ÷ its duration
 * @param belowMost whether the round was held under the highest rate that it could ever be allowed,
 *     so that a later one may be faster (false is Xen's {@code RATE_IS_MAX})
 */
public record PreCopyProgress(
    int round,
    Bytes memory,
    Bytes sent,
    Bytes sentInAll,
    Bytes next,
    Bytes remaining,
    BitRate measured,
    boolean belowMost) {
  public PreCopyProgress {
    if (round < 1) {
      throw new IllegalArgumentException("rounds count from 1: " + round);
    }
    if (memory.count() == 0) {
      throw new IllegalArgumentException("memory must be above zero");
    }
    if (next.compareTo(remaining) > 0) {
      throw new IllegalArgumentException("next " + next + " is part of remaining " + remaining);
    }
    if (sent.compareTo(sentInAll) > 0) {
      throw new IllegalArgumentException("sent " + sent + " is part of sentInAll " + sentInAll);
    }
  }
}
