package dev.drover.decide.prediction;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.Optional;

/**
 * A pre-copy as {@link LiuModel} sees it: one rate throughout, nothing else on the link.
 *
 * @param memory V_mem, above zero
 * @param dirtyRate D, the guest's for as long as it runs
 * @param rate R of guest memory, above zero: what headers take is left out already
 * @param threshold V_thd: the VM is stopped once no more than this is dirty
 * @param maxRounds live rounds after which it is stopped whatever is dirty, at least 1
 * @param maxTraffic it is stopped, too, when live rounds have sent more than this; not of the
 *     paper, whose Xen has it
 */
public record LiuCase(
    Bytes memory,
    DirtyRate dirtyRate,
    BitRate rate,
    Bytes threshold,
    int maxRounds,
    Optional<Bytes> maxTraffic) {
  public LiuCase {
    if (memory.count() == 0) {
      throw new IllegalArgumentException("memory must be above zero");
    }
    if (rate.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("rate must be above zero");
    }
    if (maxRounds < 1) {
      throw new IllegalArgumentException("maxRounds must be at least 1: " + maxRounds);
    }
  }

  /** {@return λ = D ÷ R} */
  public double lambda() {
    return 8.0 * dirtyRate.bytesPerSecond() / rate.bitsPerSecond();
  }
}
