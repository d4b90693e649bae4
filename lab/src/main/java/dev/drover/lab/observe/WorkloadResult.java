package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.model.measure.TenantMeasure;
import java.time.Duration;

/**
 * What an evacuation did to one tenant, as written to JSON.
 *
 * @param kind the workload, such as {@code request-response}
 * @param slaLowerBps promised, bits per second; 0 when nothing is
 * @param beforeBps as {@link TenantMeasure} defines it, likewise all that follow
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
  /**
   * Compares a tenant's goodput during {@code fromMs} to {@code toMs} (since the epoch) with the
   * span {@code before} that ends at {@code fromMs}.
   */
  public static WorkloadResult of(
      Observations observations, String vm, long fromMs, long toMs, Duration before) {
    GuestVm guest = observations.file().vm(vm);
    TenantMeasure measure =
        TenantMeasure.of(
            (start, end) -> Math.max(0, observations.moved(vm, start, end)),
            guest.sla(),
            fromMs,
            toMs,
            before);
    return new WorkloadResult(
        vm,
        guest.workload().kind().toString(),
        guest.priority().toString(),
        guest.sla().lower().bitsPerSecond(),
        guest.sla().upper().bitsPerSecond(),
        measure.before().bitsPerSecond(),
        measure.during().bitsPerSecond(),
        measure.lossPercent(),
        measure.lost().count(),
        measure.slaViolation().toMillis());
  }
}
