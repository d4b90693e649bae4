package dev.drover.model.measure;

import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * What a span of time did to one tenant, compared with the time before it.
 *
 * @param before mean goodput before, in the main direction
 * @param during mean goodput in the span
 * @param lossPercent 100 × (1 − during ÷ before); below 0 when it went better; 0 when there was no
 *     traffic
 * @param lost what could not be sent: the sum over consecutive windows of 1 s (the last one
 *     shorter) of how many bytes fewer than before moved in it; a better window makes up for
 *     nothing
 * @param slaViolation how long the promise was broken. The span is cut into steps of 200 ms; a step
 *     counts when goodput over the second that ends with it is below the lower limit, and below 95
 *     % of what the tenant moved before (a tenant that wants less than was promised is not wronged)
 */
public record TenantMeasure(
    BitRate before, BitRate during, double lossPercent, Bytes lost, Duration slaViolation) {
  private static final long WINDOW_MS = 1000;
  private static final long STEP_MS = 200;

  /**
   * {@return the measure of the span {@code fromMs} to {@code toMs}, compared with the span {@code
   * before} that ends at {@code fromMs}}
   */
  public static TenantMeasure of(
      MovedBytes moved, Sla sla, long fromMs, long toMs, Duration before) {
    BitRate wanted = mean(moved, fromMs - before.toMillis(), fromMs);
    BitRate during = mean(moved, fromMs, toMs);
    return new TenantMeasure(
        wanted,
        during,
        wanted.bitsPerSecond() == 0 ? 0 : 100 * (1 - during.fractionOf(wanted)),
        lost(moved, wanted, fromMs, toMs),
        violation(moved, sla.promised(wanted), fromMs, toMs));
  }

  private static Bytes lost(MovedBytes moved, BitRate wanted, long fromMs, long toMs) {
    double lost = 0;
    for (long at = fromMs; at < toMs; at += WINDOW_MS) {
      long end = Math.min(toMs, at + WINDOW_MS);
      double all = wanted.bitsPerSecond() / 8000.0 * (end - at);
      lost += Math.max(0, all - moved.between(at, end));
    }
    return Bytes.of(Math.round(lost));
  }

  private static Duration violation(MovedBytes moved, BitRate promised, long fromMs, long toMs) {
    long broken = 0;
    for (long end = fromMs + STEP_MS; end <= toMs; end += STEP_MS) {
      if (mean(moved, end - Sla.WINDOW.toMillis(), end).compareTo(promised) < 0) {
        broken += STEP_MS;
      }
    }
    return Duration.ofMillis(broken);
  }

  private static BitRate mean(MovedBytes moved, long fromMs, long toMs) {
    return BitRate.of(Bytes.of(moved.between(fromMs, toMs)), Duration.ofMillis(toMs - fromMs));
  }
}
