package dev.drover.hypervisor;

import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.Optional;

/**
 * How fast a migration may send, when that is decided for each round.
 *
 * @param round limit of the present round of pre-copy; empty for none
 * @param postCopy limit once the VM runs at the destination; empty for none
 * @param stopAndCopy what the stop-and-copy is expected to have. QEMU itself lifts every limit of
 *     its own when it stops the vCPUs, so this limits nothing; it is what the time of the rest is
 *     reckoned with to see whether it keeps the {@code downtimeLimit}
 * @param downtimeLimit switch over when the rest would take no longer than this
 */
public record Pace(
    Optional<BitRate> round,
    Optional<BitRate> postCopy,
    BitRate stopAndCopy,
    Duration downtimeLimit) {
  public Pace {
    if (stopAndCopy.bitsPerSecond() == 0) {
      throw new IllegalArgumentException("stopAndCopy must be above zero");
    }
  }
}
