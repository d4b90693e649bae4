package dev.drover.agent.vm;

import dev.drover.agent.api.DirtyReport;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.Optional;

/** A VM on this host: its record, and its process while there is one. */
public final class HostedVm {
  /** The working set is what is written within this many windows of the dirty rate. */
  private static final int WORKING_SET_WINDOWS = 3;

  private volatile VmRecord current;
  private volatile Optional<Vm> process;
  private volatile boolean starting;
  private volatile long ownedSinceNanos = System.nanoTime();
  private volatile Optional<DirtyReport> lastReport = Optional.empty();

  private HostedVm(VmRecord first, Optional<Vm> process, boolean starting) {
    this.current = first;
    this.process = process;
    this.starting = starting;
  }

  static HostedVm starting(VmRecord first) {
    return new HostedVm(first, Optional.empty(), true);
  }

  static HostedVm adopted(VmRecord known, Optional<Vm> process) {
    return new HostedVm(known, process, false);
  }

  /** {@return for how long this host has owned it, since the agent began at most} */
  public Duration ownedFor() {
    return Duration.ofNanos(System.nanoTime() - ownedSinceNanos);
  }

  /** {@return whether its process is about to be launched} */
  boolean starting() {
    return starting;
  }

  public VmRecord record() {
    return current;
  }

  void record(VmRecord next) {
    if (next.role() == Role.OWNER && current.role() != Role.OWNER) {
      ownedSinceNanos = System.nanoTime();
    }
    current = next;
  }

  void process(Vm vm) {
    process = Optional.of(vm);
    starting = false;
  }

  /** It could not be launched, and stays here for the sake of its disk. */
  void notStarted() {
    starting = false;
  }

  public Optional<Vm> process() {
    return process;
  }

  /** {@return what the process does; gone when there is none, unknown when it does not answer} */
  public VmState state() {
    Optional<Vm> vm = process;
    if (vm.isEmpty() || !vm.get().alive()) {
      return VmState.GONE;
    }
    try {
      return vm.get().state();
    } catch (HypervisorException e) {
      return vm.get().alive() ? VmState.UNKNOWN : VmState.GONE;
    }
  }

  Bytes resident() {
    try {
      return process
          .filter(Vm::alive)
          .map(Vm::residentMemory)
          .map(resident -> resident.compareTo(memory()) > 0 ? memory() : resident)
          .orElse(Bytes.ZERO);
    } catch (HypervisorException e) {
      return Bytes.ZERO;
    }
  }

  public Bytes memory() {
    return current.spec().memory();
  }

  Optional<DirtyReport> lastReport() {
    return lastReport;
  }

  /**
   * Measures the dirty rate over {@code window}, then the working set over a longer one; blocks for
   * both. One at a time, as the hypervisor allows no more.
   */
  public synchronized DirtyReport measure(Vm vm, Duration window) {
    DirtyRate rate = vm.measureDirtyRate(window);
    Duration longer = window.multipliedBy(WORKING_SET_WINDOWS);
    long written =
        Math.round(vm.measureDirtyRate(longer).bytesPerSecond() * (longer.toNanos() / 1e9));
    DirtyReport report = new DirtyReport(rate, Bytes.of(Math.min(written, memory().count())));
    lastReport = Optional.of(report);
    return report;
  }
}
