package dev.drover.decide.rounds;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.Durations;
import java.time.Duration;

/**
 * QEMU's condition: all that is dirty can be sent within the downtime limit at the rate just
 * measured. The time to stop, resume and send device state is not counted, as in QEMU.
 *
 * <p>A guest that dirties faster than that never gets there and QEMU goes on for ever: {@linkplain
 * StopCondition#or add} a {@link RoundLimit} where an end is wanted. A selection that holds pages
 * back needs one too, for those it holds back remain.
 *
 * <p>Sanity: at 200 Mbit/s, 300 ms are 7.5 MB.
 */
public record DowntimeLimit(Duration limit) implements StopCondition {
  /** QEMU's default. */
  public static final Duration QEMU = Duration.ofMillis(300);

  public DowntimeLimit {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("downtime limit must not be negative: " + limit);
    }
  }

  @Override
  public StopDecision decide(PreCopyProgress progress) {
    if (progress.remaining().compareTo(progress.measured().in(limit)) > 0) {
      return StopDecision.CONTINUE;
    }
    return new StopDecision.StopAndCopy(
        "downtime-limit",
        progress.remaining()
            + " remain, sent within "
            + Durations.format(limit)
            + " at "
            + progress.measured());
  }

  @Override
  public StopBounds bounds(Bytes memory, BitRate rate) {
    return StopBounds.threshold(rate.in(limit));
  }
}
