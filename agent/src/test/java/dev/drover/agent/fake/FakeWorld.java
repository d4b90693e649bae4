package dev.drover.agent.fake;

import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.VmState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What exists whatever becomes of the agents: VM processes and the transfers between them. */
final class FakeWorld {
  private final Map<Path, FakeProcess> processes = new HashMap<>();
  private final Map<Integer, FakeProcess> listeners = new HashMap<>();
  private final Map<FakeProcess, FakeTransfer> transfers = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int nextPort = 40_000;
  private Optional<Class<? extends MigrationPhase>> held = Optional.empty();

  synchronized FakeProcess launch(String vm, String host, Path directory, boolean incoming) {
    FakeProcess process = new FakeProcess(vm, host, incoming);
    processes.put(directory, process);
    check(vm);
    return process;
  }

  synchronized void hold(Optional<Class<? extends MigrationPhase>> phase) {
    held = phase;
  }

  synchronized boolean holds(MigrationPhase phase) {
    return held.filter(kind -> kind.isInstance(phase)).isPresent();
  }

  synchronized Optional<FakeProcess> find(Path directory) {
    return Optional.ofNullable(processes.get(directory)).filter(FakeProcess::alive);
  }

  synchronized int listen(FakeProcess process) {
    process.listening = true;
    listeners.put(++nextPort, process);
    return nextPort;
  }

  synchronized FakeProcess listener(int port) {
    return Optional.ofNullable(listeners.get(port)).orElseThrow();
  }

  synchronized void begin(FakeProcess source, FakeTransfer transfer) {
    transfers.put(source, transfer);
  }

  synchronized Optional<FakeTransfer> transferOf(FakeProcess source) {
    return Optional.ofNullable(transfers.get(source));
  }

  synchronized boolean waitsForMemory(FakeProcess process) {
    return transfers.values().stream().anyMatch(transfer -> transfer.keepsWaiting(process));
  }

  /** Changes processes, then looks whether a VM runs twice. */
  synchronized void change(String vm, Runnable change) {
    change.run();
    check(vm);
  }

  synchronized void resume(FakeProcess process) {
    if (process.canRun) {
      process.state = VmState.RUNNING;
    } else {
      process.runWhenPossible = true;
    }
    check(process.vm);
  }

  synchronized void kill(FakeProcess process) {
    process.state = VmState.GONE;
  }

  private void check(String vm) {
    if (in(vm, VmState.RUNNING).size() > 1) {
      violations.add(vm + " runs on " + hosts(in(vm, VmState.RUNNING)));
    }
  }

  private List<FakeProcess> in(String vm, VmState state) {
    return processes.values().stream().filter(p -> p.vm.equals(vm) && p.state == state).toList();
  }

  private static List<String> hosts(List<FakeProcess> some) {
    return some.stream().map(p -> p.host).sorted().toList();
  }

  synchronized List<String> runningOn(String vm) {
    return hosts(in(vm, VmState.RUNNING));
  }

  synchronized List<String> aliveOn(String vm) {
    return hosts(processes.values().stream().filter(p -> p.vm.equals(vm) && p.alive()).toList());
  }

  synchronized Optional<FakeProcess> processOn(String vm, String host) {
    return processes.values().stream()
        .filter(p -> p.vm.equals(vm) && p.host.equals(host) && p.alive())
        .findFirst();
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }
}
