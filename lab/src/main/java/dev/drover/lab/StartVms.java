package dev.drover.lab;

import dev.drover.agent.api.AgentClient;
import dev.drover.agent.api.HttpAgentClient;
import dev.drover.agent.api.VmDisk;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus;
import dev.drover.calls.CallException;
import dev.drover.calls.TlsFiles;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.image.DiskContent;
import dev.drover.lab.image.GuestArguments;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.system.Commands;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs on the management network: waits for the agents, then has them start the lab's VMs, each on
 * its home. Prints a line for each step; a line that begins with {@code error:} is the last.
 */
final class StartVms {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LabDirectory directory;
  private final LabFile file;
  private final Path kernel;
  private final Path initrd;
  private final Map<String, AgentClient> agents = new LinkedHashMap<>();

  private StartVms(Path lab, Path kernel, Path initrd) {
    this.directory = new LabDirectory(lab);
    this.file = LabFile.read(directory.labFile());
    this.kernel = kernel;
    this.initrd = initrd;
    Keys keys = new Keys(lab, Commands.of(lab));
    TlsFiles tls =
        new TlsFiles(keys.keyStore(Addresses.CONTROL), keys.trustStore(), keys.passwordFile());
    Addresses addresses = new Addresses(file);
    HttpAgentClient.Connector connector = HttpAgentClient.connector(Optional.of(tls));
    for (Host host : file.hostsWithAgents()) {
      URI url = URI.create(LabDirectory.agentUrl(addresses, host.name()));
      agents.put(host.name(), connector.connect(url));
    }
  }

  /** Arguments: the lab's directory, kernel, initial RAM disk, {@code keep} or {@code reset}. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      StartVms start =
          new StartVms(Path.of(arguments[0]), Path.of(arguments[1]), Path.of(arguments[2]));
      start.run(arguments[3].equals("reset"));
    } catch (CallException | IllegalArgumentException e) {
      System.out.println("error:" + e.getMessage());
      System.exit(1);
    }
  }

  private void run(boolean reset) throws InterruptedException {
    each(agents.keySet(), this::awaitAgent);
    if (reset) {
      each(agents.keySet(), this::empty);
    }
    each(file.vms(), this::startVm);
  }

  private @Nullable Void awaitAgent(String host) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        String hypervisor = agent(host).status().hypervisor();
        System.out.println("agent of " + host + " answers: " + hypervisor);
        return null;
      } catch (CallException e) {
        if (e.kind() != CallException.Kind.UNREACHABLE || System.nanoTime() > deadline) {
          throw new CallException(
              e.kind(), "agent of " + host + " does not answer: " + e.getMessage(), e);
        }
        Thread.sleep(Duration.ofMillis(100));
      }
    }
  }

  private @Nullable Void empty(String host) {
    AgentClient agent = agent(host);
    agent.release();
    for (VmStatus vm : agent.status().vms()) {
      agent.stopVm(vm.spec().name());
    }
    return null;
  }

  private @Nullable Void startVm(GuestVm vm) {
    Addresses addresses = new Addresses(file);
    Path content = directory.diskContent(vm);
    vm.disk().ifPresent(disk -> DiskContent.write(vm, disk, content));
    try {
      start(vm, addresses, content);
    } finally {
      DiskContent.delete(content);
    }
    System.out.println("vm " + vm.name() + " boots on " + vm.host());
    return null;
  }

  private void start(GuestVm vm, Addresses addresses, Path content) {
    agent(vm.host())
        .startVm(
            new VmSpec(
                vm.name(),
                vm.memory(),
                vm.cpus(),
                vm.priority(),
                vm.sla(),
                addresses.vmMac(vm.name()),
                addresses.vm(vm.name()),
                kernel.toString(),
                (vm.workload().calculation().isPresent() ? directory.initrd(vm.name()) : initrd)
                    .toString(),
                GuestArguments.of(file, vm),
                vm.disk().map(disk -> new VmDisk(disk.size(), Optional.of(content.toString())))));
  }

  private AgentClient agent(String host) {
    AgentClient agent = agents.get(host);
    if (agent == null) {
      throw new IllegalArgumentException("the lab has no host '" + host + "'");
    }
    return agent;
  }

  /** Does one thing for each of many at once; the first failure in their order is thrown. */
  private static <T> void each(Iterable<T> all, Action<T> action) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> calls = new ArrayList<>();
      all.forEach(one -> calls.add(() -> action.run(one)));
      for (Future<Void> result : threads.invokeAll(calls)) {
        result.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @FunctionalInterface
  private interface Action<T> {
    @Nullable Void run(T one) throws InterruptedException;
  }
}
