package dev.drover.control.result;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Sees the tenants' workloads and probes from outside the VMs, as clients do. A lab has one; where
 * there is none, what it would have measured is absent from the result, not zero.
 *
 * <p>All moments are milliseconds since the epoch.
 */
public interface WorkloadWatch {
  /**
   * From now on workloads are seen undisturbed; what passes from here until the first migration
   * starts is the <em>before</em> that the rest is compared with.
   */
  void begin();

  /** {@return each workload, {@code from} to {@code to} compared with before} */
  List<RunResult.Workload> results(long fromMs, long toMs);

  /**
   * {@return the longest gap, in milliseconds, that a probe of {@code vm} saw in that time; empty
   * when the VM has no probe}
   */
  Optional<Double> clientDowntimeMs(String vm, long fromMs, long toMs);

  /** {@return each workload's goodput over time by VM, oldest first} */
  SortedMap<String, List<Goodput>> goodput(long fromMs, long toMs);

  /**
   * A workload's mean goodput, in bits per second, over the short interval that ends at a moment.
   */
  record Goodput(long atMs, long bps) {}
}
