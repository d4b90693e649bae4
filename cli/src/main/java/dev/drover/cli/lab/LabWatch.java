package dev.drover.cli.lab;

import dev.drover.control.inventory.Inventory;
import dev.drover.control.result.RunResult;
import dev.drover.control.result.WorkloadWatch;
import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.observe.Observations;
import dev.drover.lab.observe.WorkloadResult;
import dev.drover.model.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a lab's clients see, for the controller that moves its VMs. */
public final class LabWatch implements WorkloadWatch {
  /** Shorter would make one slow moment the measure of everything after. */
  private static final Duration LEAST_BEFORE = Duration.ofSeconds(3);

  private final Observations observations;
  private long beganMs;

  private LabWatch(Observations observations) {
    this.observations = observations;
    this.beganMs = System.currentTimeMillis();
  }

  /** {@return the watch of the lab that the inventory belongs to; empty when it is no lab's} */
  public static Optional<WorkloadWatch> of(Inventory inventory) {
    return Lab.list().stream()
        .filter(lab -> lab.inventory().equals(inventory.file()))
        .findFirst()
        .map(lab -> new LabWatch(lab.observations()));
  }

  @Override
  public void begin() {
    beganMs = System.currentTimeMillis();
  }

  @Override
  public List<RunResult.Workload> results(long fromMs, long toMs) {
    Duration seen = Duration.ofMillis(Math.max(0, fromMs - beganMs));
    Duration before = seen.compareTo(LEAST_BEFORE) < 0 ? LEAST_BEFORE : seen;
    return observations.file().vms().stream()
        .map(vm -> WorkloadResult.of(observations, vm.name(), fromMs, toMs, before))
        .map(LabWatch::workload)
        .toList();
  }

  @Override
  public Optional<Double> clientDowntimeMs(String vm, long fromMs, long toMs) {
    if (observations.file().vms().stream().noneMatch(guest -> guest.name().equals(vm))) {
      return Optional.empty();
    }
    return Optional.of(observations.longestProbeGap(vm, fromMs, toMs).toNanos() / 1e6);
  }

  @Override
  public SortedMap<String, List<Goodput>> goodput(long fromMs, long toMs) {
    SortedMap<String, List<Goodput>> all = new TreeMap<>();
    for (GuestVm vm : observations.file().vms()) {
      all.put(
          vm.name(),
          observations.goodput(vm.name(), fromMs, toMs).stream()
              .map(sample -> new Goodput(sample.atMs(), main(vm, sample.traffic())))
              .toList());
    }
    return all;
  }

  private static long main(GuestVm vm, Traffic traffic) {
    return switch (vm.workload().kind()) {
      case OUTGOING -> traffic.out().bitsPerSecond();
      case INCOMING -> traffic.in().bitsPerSecond();
      case REQUEST_RESPONSE, PEERS, WRITER, CALCULATION, FILES, LOOPBACK, IDLE ->
          traffic.in().plus(traffic.out()).bitsPerSecond();
    };
  }

  private static RunResult.Workload workload(WorkloadResult result) {
    return new RunResult.Workload(
        result.vm(),
        result.kind(),
        result.priority(),
        result.slaLowerBps(),
        result.slaUpperBps(),
        result.beforeBps(),
        result.duringBps(),
        Math.max(0, result.lossPercent()),
        result.lostBytes(),
        result.slaViolationMs());
  }
}
