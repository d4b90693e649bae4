package dev.drover.control.execute;

import dev.drover.agent.api.VmStatus;
import dev.drover.control.inventory.Agents;
import dev.drover.hypervisor.VmState;
import dev.drover.model.MigrationOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Hosts and agents in memory. Nothing moves by itself: a migration goes one step each time its
 * source is asked about it, so a test decides how long it lasts, not the clock.
 */
public final class FakeWorld implements Agents {
  private final Map<String, FakeAgent> agents = new LinkedHashMap<>();
  final Map<String, FakeMigration> migrations = new TreeMap<>();
  final Map<String, Script> scripts = new TreeMap<>();
  final Map<String, String> runningAt = new TreeMap<>();
  final Map<String, String> preparedAt = new TreeMap<>();
  final SortedSet<String> reserved = new TreeSet<>();
  final SortedSet<String> unreachable = new TreeSet<>();
  final List<String> log = new ArrayList<>();

  /** What happens as an agent is asked for its migrations. */
  Runnable whenAskedForMigrations = () -> {};

  int running;
  int mostRunning;

  public FakeWorld(String... hosts) {
    for (String host : hosts) {
      agents.put(host, new FakeAgent(this, host));
    }
  }

  /**
   * What a VM's migration does.
   *
   * @param steps how often it must be asked about until it ends, once all that it awaits is logged
   * @param postCopyAt the step at which its state is given away; larger than {@code steps} for
   *     never
   * @param ends how it ends unless it is cancelled before
   * @param awaits patterns of lines; nothing goes on before each of them is logged
   */
  public record Script(int steps, int postCopyAt, MigrationOutcome ends, List<String> awaits) {
    public Script {
      awaits = List.copyOf(awaits);
    }

    public Script(int steps, int postCopyAt, MigrationOutcome ends) {
      this(steps, postCopyAt, ends, List.of());
    }

    public static Script completes(int steps) {
      return new Script(steps, steps + 1, new MigrationOutcome.Completed());
    }

    Script once(String... lines) {
      return new Script(steps, postCopyAt, ends, List.of(lines));
    }

    boolean goesOn(List<String> log) {
      return awaits.stream().allMatch(each -> log.stream().anyMatch(line -> line.matches(each)));
    }
  }

  public synchronized FakeWorld vm(String name, String host) {
    return vm(name, host, Script.completes(3));
  }

  public synchronized FakeWorld vm(String name, String host, Script script) {
    runningAt.put(name, host);
    scripts.put(name, script);
    return this;
  }

  synchronized void say(String line) {
    log.add(line);
  }

  public synchronized List<String> log() {
    return List.copyOf(log);
  }

  public synchronized List<String> log(String prefix) {
    return log.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  public synchronized void cut(String host) {
    unreachable.add(host);
  }

  synchronized void mend(String host) {
    unreachable.remove(host);
  }

  @Override
  public List<String> hosts() {
    return List.copyOf(agents.keySet());
  }

  @Override
  public FakeAgent agent(String host) {
    FakeAgent agent = agents.get(host);
    if (agent == null) {
      throw new IllegalArgumentException("no host " + host);
    }
    return agent;
  }

  @Override
  public String url(String host) {
    return "http://" + host;
  }

  synchronized List<VmStatus> vmsOn(String host) {
    List<VmStatus> vms = new ArrayList<>();
    runningAt.forEach((vm, at) -> {
      Optional<FakeMigration> moving = moving(vm);
      if (at.equals(host)) {
        VmStatus.Role role =
            moving.isEmpty()
                ? VmStatus.Role.OWNER
                : moving.get().source.equals(host)
                    ? VmStatus.Role.SOURCE
                    : VmStatus.Role.DESTINATION;
        vms.add(FakeVm.status(vm, VmState.RUNNING, role, moving.map(m -> m.id)));
      } else if (moving.isPresent() && moving.get().source.equals(host)) {
        vms.add(
            FakeVm.status(vm, VmState.HANDED_OVER, VmStatus.Role.SOURCE, moving.map(m -> m.id)));
      }
    });
    preparedAt.forEach((id, vmAndHost) -> {
      String vm = vmAndHost.substring(0, vmAndHost.indexOf('@'));
      if (vmAndHost.endsWith("@" + host) && !host.equals(runningAt.get(vm))) {
        vms.add(FakeVm.status(vm, VmState.RECEIVING, VmStatus.Role.DESTINATION, Optional.of(id)));
      }
    });
    return vms;
  }

  private Optional<FakeMigration> moving(String vm) {
    return migrations.values().stream()
        .filter(m -> m.vm.equals(vm) && m.outcome.isEmpty())
        .findFirst();
  }
}
