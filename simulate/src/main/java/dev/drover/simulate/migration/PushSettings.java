package dev.drover.simulate.migration;

import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * How post-copy moves pages.
 *
 * @param batchPages the active push writes so many pages at a time
 * @param lowWater the next batch is written when no more than this waits to be sent: what a page
 *     that was asked for may have to wait behind, a batch included
 * @param request size of the message that asks for a page
 * @param faultGranularity in guest time: how long the guest runs before its accesses are looked at;
 *     a fault is noticed late by as much at most
 */
public record PushSettings(
    int batchPages, Bytes lowWater, Bytes request, Duration faultGranularity) {
  public static final PushSettings DEFAULT =
      new PushSettings(16, Bytes.of(64 << 10), Bytes.of(16), Duration.ofNanos(100_000));

  public PushSettings {
    if (batchPages < 1) {
      throw new IllegalArgumentException("a batch is 1 page at least: " + batchPages);
    }
    if (request.count() < 1) {
      throw new IllegalArgumentException("a request is 1 byte at least: " + request);
    }
    if (!faultGranularity.isPositive()) {
      throw new IllegalArgumentException(
          "granularity of faults must be positive: " + faultGranularity);
    }
  }
}
