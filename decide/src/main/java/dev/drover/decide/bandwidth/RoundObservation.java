package dev.drover.decide.bandwidth;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.DirtyRate;
import java.util.List;

/**
 * What is known before a round of pre-copy begins.
 *
 * @param round the round that is about to begin, from 1
 * @param stopAndCopy whether it is the last one, sent while the VM is paused
 * @param capacity of the slowest link on the way: the paper's T_bw; above zero
 * @param usedByOthers the part of it that anything but this migration uses now: U_bw. The migration
 *     itself is left out, or each round would take itself for a competitor
 * @param ceiling the most that the operator allows a migration; above zero
 * @param dirtyRates of the rounds finished so far, the oldest first: U_dirty. As many as there were
 *     rounds; in each, the pages dirtied at least once ÷ the round's duration
 */
public record RoundObservation(
    int round,
    boolean stopAndCopy,
    BitRate capacity,
    BitRate usedByOthers,
    BitRate ceiling,
    List<DirtyRate> dirtyRates) {
  public RoundObservation {
    dirtyRates = List.copyOf(dirtyRates);
    if (round < 1) {
      throw new IllegalArgumentException("rounds count from 1: " + round);
    }
    if (dirtyRates.size() != round - 1) {
      throw new IllegalArgumentException(
          "round " + round + " follows " + dirtyRates.size() + " dirty rates");
    }
    if (capacity.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("capacity must be above zero");
    }
    if (ceiling.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("ceiling must be above zero");
    }
  }

  /** {@return the first round over a link, under no ceiling but its capacity} */
  public static RoundObservation first(BitRate capacity, BitRate usedByOthers) {
    return new RoundObservation(1, false, capacity, usedByOthers, capacity, List.of());
  }

  /** {@return F_bw = T_bw − U_bw, zero when others use all} */
  public BitRate idle() {
    return capacity.minusOrZero(usedByOthers);
  }

  /** {@return the most that any rate may be: ceiling or capacity} */
  public BitRate most() {
    return ceiling.min(capacity);
  }

  /** {@return the dirty rate of the round just finished; zero before the first} */
  public DirtyRate lastDirtyRate() {
    return dirtyRates.isEmpty() ? DirtyRate.ZERO : dirtyRates.getLast();
  }
}
