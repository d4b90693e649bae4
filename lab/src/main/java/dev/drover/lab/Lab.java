package dev.drover.lab;

import dev.drover.lab.LabStatus.ClientState;
import dev.drover.lab.LabStatus.FabricState;
import dev.drover.lab.LabStatus.HostState;
import dev.drover.lab.LabStatus.RouterState;
import dev.drover.lab.LabStatus.SwitchState;
import dev.drover.lab.LabStatus.VmState;
import dev.drover.lab.fabric.HostSwitches;
import dev.drover.lab.fabric.OpenSwitch;
import dev.drover.lab.fabric.OpenSwitches;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.Sdn;
import dev.drover.lab.memory.MemoryRecorder;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.observe.HandOver;
import dev.drover.lab.observe.Observations;
import dev.drover.lab.system.Cleanup;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Ledger;
import dev.drover.yaml.YamlException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One lab on this machine. Everything it is lies under {@code /run/drover/labs/NAME} and in network
 * namespaces {@code drover-NAME-*}; any process may find it there.
 *
 * <p>All methods throw {@link LabException} with one line for the operator.
 */
public final class Lab {
  private static final Path HOME = Path.of("/run/drover");
  private static final Path LABS = HOME.resolve("labs");

  private final LabFile file;
  private final LabDirectory directory;
  private final Addresses addresses;
  private final LabProcesses processes;

  private Lab(LabFile file) {
    this.file = file;
    this.directory = new LabDirectory(directoryOf(file.name()));
    this.addresses = new Addresses(file);
    this.processes = new LabProcesses(directory.path(), file);
  }

  /**
   * Brings a lab up: network, keys, agents, observers, VMs; returns when every VM answers probes
   * and its workload runs. What was made is removed again when this fails, is interrupted, or when
   * the JVM is asked to end meanwhile.
   */
  public static Lab up(LabFile file, UpListener listener) {
    Preflight.check(file);
    Lab lab = new Lab(file);
    lab.claim();
    Thread maker = Thread.currentThread();
    Thread undo =
        new Thread(
            () -> {
              maker.interrupt();
              remove(lab.directory.path());
            },
            "lab-undo");
    Runtime.getRuntime().addShutdownHook(undo);
    boolean complete = false;
    try {
      new LabMaker(file, lab.directory, listener).make();
      new Ledger(lab.directory.path()).done();
      complete = true;
      return lab;
    } finally {
      if (unhook(undo) && !complete) {
        remove(lab.directory.path());
      }
    }
  }

  /** {@return the nodes that speak XIA; none where the file does not ask for it} */
  public List<String> xiaNodes() {
    return file()
        .xia()
        .map(xia -> new XiaFiles(file(), xia, directory()).nodes())
        .orElse(List.of());
  }

  /** {@return where a node's XIA daemon is asked} */
  public Path xiaConsole(String node) {
    return XiaFiles.control(directory(), node);
  }

  /** {@return the lab of that name, up or half up} */
  public static Optional<Lab> find(String name) {
    return list().stream().filter(lab -> lab.name().equals(name)).findFirst();
  }

  /**
   * {@return all labs on this machine that have got as far as their file, by name; without the
   * {@linkplain #unreadable unreadable}}
   */
  public static List<Lab> list() {
    return directories().stream().map(Lab::read).flatMap(Optional::stream).toList();
  }

  /**
   * {@return names of labs whose file this version does not understand: another one brought them
   * up} They can be taken {@linkplain #down(String) down}.
   */
  public static List<String> unreadable() {
    return directories().stream()
        .filter(each -> read(each).isEmpty())
        .map(each -> each.getFileName().toString())
        .toList();
  }

  private static List<Path> directories() {
    try (Stream<Path> directories = Files.list(LABS)) {
      return directories
          .filter(each -> Files.exists(new LabDirectory(each).labFile()))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new LabException(LABS + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<Lab> read(Path directory) {
    try {
      return Optional.of(new Lab(LabFile.read(new LabDirectory(directory).labFile())));
    } catch (YamlException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes the lab of that name, in whatever state it is.
   *
   * @throws LabException when there is none
   */
  public static void down(String name) {
    Preflight.checkRoot();
    if (!name.matches("[a-z0-9][a-z0-9-]{0,11}") || !Files.exists(directoryOf(name))) {
      throw new LabException("there is no lab '" + name + "'; it has " + others());
    }
    remove(directoryOf(name));
  }

  public void down() {
    down(name());
  }

  public String name() {
    return file.name();
  }

  public LabFile file() {
    return file;
  }

  public Path directory() {
    return directory.path();
  }

  /** {@return the controller's inventory} */
  public Path inventory() {
    return directory.inventory();
  }

  /** {@return the network namespace that the controller must run in} */
  public String controlNamespace() {
    return addresses.namespace(Addresses.CONTROL);
  }

  /** {@return what the clients have seen so far} */
  public Observations observations() {
    return Observations.open(directory.path());
  }

  /** {@return false when bringing it up was cut short} */
  public boolean complete() {
    return new Ledger(directory.path()).isDone();
  }

  /**
   * Puts every VM back to its home as if just booted, and the workloads with them; network and
   * agents stay. Returns when every VM answers again.
   */
  public void resetVms(UpListener listener) {
    Preflight.checkRoot();
    new LabMaker(file, directory, listener).reset();
  }

  public LabStatus status() {
    long now = System.currentTimeMillis();
    Observations observations = observations();
    return new LabStatus(
        name(),
        directory.path(),
        complete(),
        file.hosts().stream()
            .map(host -> new HostState(host.name(), addresses.data(host.name()), agentState(host)))
            .toList(),
        file.routers().stream()
            .map(router ->
                new RouterState(
                    router.name(),
                    router.domain(),
                    addresses.subnet(router.name()),
                    processes.edge(router.name()).isPresent()))
            .toList(),
        file.clients().stream()
            .map(client ->
                new ClientState(
                    client, addresses.client(client), processes.observer(client).isPresent()))
            .toList(),
        file.vms().stream()
            .map(vm ->
                new VmState(
                    vm.name(),
                    addresses.vm(vm.name()),
                    vm.workload().kind().toString(),
                    processes.hostsOf(vm.name()),
                    observations
                        .lastReplyMs(vm.name())
                        .map(last -> Duration.ofMillis(Math.max(0, now - last)))))
            .toList(),
        file.sdn().map(this::fabricState));
  }

  private HostState.Agent agentState(LabFile.Host host) {
    if (!host.runsVms()) {
      return HostState.Agent.NOT_NEEDED;
    }
    return processes.agent(host.name()).isPresent()
        ? HostState.Agent.RUNS
        : HostState.Agent.STOPPED;
  }

  private FabricState fabricState(Sdn sdn) {
    return new FabricState(
        sdn.routing(),
        controller().isPresent(),
        openSwitches().stream()
            .flatMap(switches -> switches.all().stream())
            .map(each ->
                new SwitchState(
                    each.name(), each.datapath(), each.process().isPresent(), each.connected()))
            .toList());
  }

  /**
   * {@return the Unix socket of a VM's serial console, where the VM is now}
   *
   * @throws LabException when the lab has no such VM or it runs nowhere
   */
  public Path consoleSocket(String vm) {
    checkKnown(vm);
    return processes.console(vm).orElseThrow(() -> runsNowhere(vm));
  }

  /**
   * {@return what records the memory of a running VM}
   *
   * @throws LabException when the lab has no such VM, it runs nowhere, or it migrates now
   */
  public MemoryRecorder memoryRecorder(String vm) {
    Preflight.checkRoot();
    checkKnown(vm);
    List<String> hosts = processes.hostsOf(vm);
    if (hosts.size() > 1) {
      throw new LabException(
          "vm " + vm + " migrates now (" + String.join(", ", hosts) + "); record it afterwards");
    }
    return hosts.stream()
        .flatMap(host -> qemu(host, vm).stream())
        .findFirst()
        .map(qemu -> MemoryRecorder.of(vm, qemu))
        .orElseThrow(() -> runsNowhere(vm));
  }

  /** {@return what sees a VM stop on one host and run on another, from now on} */
  public HandOver handOver(String vm, String source, String destination) {
    checkKnown(vm);
    return HandOver.watch(
        List.of(directory.spareMonitor(source, vm), directory.monitor(source, vm)),
        directory.spareMonitor(destination, vm));
  }

  /** {@return the agent's process on a host, to stop or kill it; its loop starts a new one} */
  public Optional<ProcessHandle> agent(String host) {
    return processes.agent(host);
  }

  /** {@return a router's edge agent, to kill it; its loop starts a new one} */
  public Optional<ProcessHandle> edge(String router) {
    return processes.edge(router);
  }

  /** {@return a node's XIA daemon, to kill it; its loop starts a new one} */
  public Optional<ProcessHandle> xia(String node) {
    return processes.xia(node);
  }

  /**
   * {@return the network controller's process, to stop or kill it; its loop starts a new one. Empty
   * when the lab has none}
   */
  public Optional<ProcessHandle> controller() {
    return processes.sdn();
  }

  /**
   * {@return one of the lab's Open vSwitches}
   *
   * @throws LabException when it has none so named
   */
  public OpenSwitch openSwitch(String name) {
    Preflight.checkRoot();
    return openSwitches()
        .flatMap(switches -> switches.named(name))
        .orElseThrow(() ->
            new LabException(
                "lab "
                    + name()
                    + " has no Open vSwitch '"
                    + name
                    + "'; it has "
                    + (file.sdn().isEmpty() ? "none" : String.join(", ", file.switches()))));
  }

  /**
   * {@return the link between two nodes, to cut it and join it again}
   *
   * @throws LabException when there is none
   */
  public LabLink link(String one, String other) {
    Preflight.checkRoot();
    if (file.link(one, other).isEmpty()) {
      throw new LabException(
          "lab " + name() + " has no link between '" + one + "' and '" + other + "'");
    }
    boolean portFirst = addresses.hasPorts(one);
    return new LabLink(
        addresses.namespace(portFirst ? one : other),
        Addresses.port(portFirst ? other : one),
        Commands.of(directory.path()));
  }

  /** {@return the QEMU process of a VM on a host} */
  public Optional<ProcessHandle> qemu(String host, String vm) {
    return processes.qemu(host, vm);
  }

  /**
   * Runs a program inside a node's network, on the caller's terminal.
   *
   * @param node a host, client, switch or router, or {@code ctl}
   * @return its exit code
   */
  public int exec(String node, List<String> command) {
    return Commands.of(directory.path()).interactive(entering(node, command));
  }

  /**
   * {@return the command line that runs {@code command} inside a node's network; in an Open vSwitch
   * or a host with one the likes of {@code ovs-ofctl} find this one}
   */
  public List<String> entering(String node, List<String> command) {
    Preflight.checkRoot();
    List<String> nodes = new ArrayList<>(file.hosts().stream().map(LabFile.Host::name).toList());
    nodes.addAll(file.clients());
    nodes.addAll(file.switches());
    nodes.addAll(file.routers().stream().map(LabFile.Router::name).toList());
    nodes.add(Addresses.CONTROL);
    if (!nodes.contains(node)) {
      throw new LabException(
          "lab " + name() + " has no node '" + node + "'; it has " + String.join(", ", nodes));
    }
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", addresses.namespace(node)));
    all.addAll(
        openSwitches()
            .flatMap(switches -> switches.named(node))
            .map(each -> each.within(command))
            .or(() -> new HostSwitches(file, directory.path()).within(node, command))
            .orElse(command));
    return all;
  }

  private Optional<OpenSwitches> openSwitches() {
    Keys keys = new Keys(directory.path(), Commands.of(directory.path()));
    return file.sdn().map(sdn -> new OpenSwitches(file, directory.path(), keys::ofSwitch));
  }

  /** Only one can make the directory: it is also the lock. */
  private void claim() {
    try {
      Files.createDirectories(LABS);
      Files.createDirectory(directory.path());
    } catch (FileAlreadyExistsException e) {
      throw new LabException(
          "lab '" + name() + "' exists already; take it down first: drover lab down " + name(), e);
    } catch (IOException e) {
      throw new LabException(LABS + " cannot be written: " + e.getMessage(), e);
    }
    new Ledger(directory.path()).begin();
    try {
      Files.writeString(directory.labFile(), file.text());
    } catch (IOException e) {
      throw new LabException(directory.labFile() + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void remove(Path directory) {
    Cleanup.run(directory);
    Cleanup.removeWhenEmpty(LABS);
    Cleanup.removeWhenEmpty(HOME);
  }

  /** {@return false when the JVM is ending already and the hook does the work} */
  private static boolean unhook(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static Path directoryOf(String name) {
    return LABS.resolve(name);
  }

  private static String others() {
    List<String> names = list().stream().map(Lab::name).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private void checkKnown(String vm) {
    if (!vmNames().contains(vm)) {
      throw new LabException(
          "lab " + name() + " has no VM '" + vm + "'; it has " + String.join(", ", vmNames()));
    }
  }

  private LabException runsNowhere(String vm) {
    return new LabException("vm " + vm + " runs on no host of lab " + name() + " now");
  }

  private List<String> vmNames() {
    return file.vms().stream().map(LabFile.GuestVm::name).toList();
  }
}
