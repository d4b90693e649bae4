package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.model.Sla;
import dev.drover.model.unit.BitRate;
import java.time.Duration;

/**
 * What an evacuation did to one tenant, as written to JSON.
 *
 * @param kind the workload, such as {@code request-response}
 * @param slaLowerBps promised, bits per second; 0 when nothing is
 * @param beforeBps mean goodput before the evacuation, in the main direction
 * @param duringBps mean goodput during it
 * @param lossPercent 100 × (1 − during ÷ before); below 0 when it went better; 0 when there was no
 *     traffic
 * @param lostBytes what could not be sent: the sum over consecutive windows of 1 s (the last one
 *     shorter) of how many bytes fewer than before moved in it; a better window makes up for
 *     nothing
 * @param slaViolationMs how long the promise was broken. The evacuation is cut into steps of 200
 *     ms; a step counts when goodput over the second that ends with it is below the lower limit,
 *     and below 95 % of what the tenant moved before (a tenant that wants less than was promised is
 *     not wronged)
 */
public record WorkloadResult(
    String vm,
    String kind,
    String priority,
    long slaLowerBps,
    long slaUpperBps,
    long beforeBps,
    long duringBps,
    double lossPercent,
    long lostBytes,
    long slaViolationMs) {
  private static final long WINDOW_MS = 1000;
  private static final long STEP_MS = 200;

  /**
   * Compares a tenant's goodput during {@code fromMs} to {@code toMs} (since the epoch) with the
   * span {@code before} that ends at {@code fromMs}.
   */
  public static WorkloadResult of(
      Observations observations, String vm, long fromMs, long toMs, Duration before) {
    GuestVm guest = observations.file().vm(vm);
    long beforeBps =
        observations.meanGoodput(vm, fromMs - before.toMillis(), fromMs).bitsPerSecond();
    long duringBps = observations.meanGoodput(vm, fromMs, toMs).bitsPerSecond();
    return new WorkloadResult(
        vm,
        guest.workload().kind().toString(),
        guest.priority().toString(),
        guest.sla().lower().bitsPerSecond(),
        guest.sla().upper().bitsPerSecond(),
        beforeBps,
        duringBps,
        beforeBps == 0 ? 0 : 100 * (1 - duringBps / (double) beforeBps),
        lostBytes(observations, vm, fromMs, toMs, beforeBps),
        violation(
            observations,
            vm,
            fromMs,
            toMs,
            guest.sla().promised(BitRate.ofBitsPerSecond(beforeBps))));
  }

  private static long lostBytes(
      Observations observations, String vm, long fromMs, long toMs, long beforeBps) {
    double lost = 0;
    for (long at = fromMs; at < toMs; at += WINDOW_MS) {
      long end = Math.min(toMs, at + WINDOW_MS);
      double wanted = beforeBps / 8000.0 * (end - at);
      lost += Math.max(0, wanted - observations.moved(vm, at, end));
    }
    return Math.round(lost);
  }

  private static long violation(
      Observations observations, String vm, long fromMs, long toMs, BitRate promised) {
    long broken = 0;
    for (long end = fromMs + STEP_MS; end <= toMs; end += STEP_MS) {
      if (observations.meanGoodput(vm, end - Sla.WINDOW.toMillis(), end).compareTo(promised) < 0) {
        broken += STEP_MS;
      }
    }
    return broken;
  }
}
