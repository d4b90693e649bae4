package dev.drover.agent.vm;

import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.api.VmStatus.Role;
import dev.drover.agent.net.HostNetwork;
import dev.drover.agent.net.HostNetwork.VmPort;
import dev.drover.calls.CallException;
import dev.drover.calls.CallException.Kind;
import dev.drover.hypervisor.Hypervisor;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmLaunch;
import dev.drover.hypervisor.VmState;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The VMs of this host, each with its memory, its tap and its durable record. What is admitted here
 * counts against the host's memory until it is removed, also before its process exists.
 */
public final class VmRegistry {
  private final Path directory;
  private final Bytes memory;
  private final Accelerator accelerator;
  private final Hypervisor hypervisor;
  private final HostNetwork network;
  private final VmPlaces places;
  private final DurableRecords<VmRecord> records;
  private final SortedMap<String, HostedVm> vms = new TreeMap<>();

  public VmRegistry(
      Path directory,
      Bytes memory,
      Accelerator accelerator,
      Hypervisor hypervisor,
      HostNetwork network,
      VmPlaces places) {
    this.directory = directory;
    this.memory = memory;
    this.accelerator = accelerator;
    this.hypervisor = hypervisor;
    this.network = network;
    this.places = places;
    this.records = new DurableRecords<>(directory.resolve("records/vms"), VmRecord.class);
  }

  /** Finds again the VMs of an earlier agent, with or without a process. To be called once. */
  public synchronized void adopt() {
    records
        .load()
        .forEach((name, vm) ->
            vms.put(name, HostedVm.adopted(vm, hypervisor.adopt(name, directoryOf(name)))));
    tellNetwork();
    vms.values().forEach(vm -> tellPlace(vm.record()));
  }

  public synchronized Optional<HostedVm> find(String name) {
    return Optional.ofNullable(vms.get(name));
  }

  public HostedVm get(String name) {
    return find(name)
        .orElseThrow(() -> new CallException(Kind.NOT_FOUND, "no vm '" + name + "' on this host"));
  }

  public synchronized List<HostedVm> all() {
    return List.copyOf(vms.values());
  }

  /** {@return memory that no VM of this host has} */
  public synchronized Bytes free() {
    Bytes used = Bytes.ZERO;
    for (HostedVm vm : vms.values()) {
      used = used.plus(vm.memory());
    }
    return memory.minusOrZero(used);
  }

  /**
   * Makes room for a VM and launches it.
   *
   * @throws CallException refused, when the VM is here already, when memory does not suffice, or
   *     when it does not start; nothing of it is left then, but a disk that was there before
   */
  public HostedVm launch(VmSpec spec, Role role, Optional<String> migration) {
    HostedVm vm = admit(spec, role, migration);
    Path directory = directoryOf(spec.name());
    boolean again = Files.exists(DiskImages.of(directory));
    try {
      String tap = network.attach(spec.name());
      Optional<Path> disk = DiskImages.make(spec, directory, role);
      vm.process(hypervisor.launch(launchOf(spec, tap, role == Role.DESTINATION, disk)));
      tellPlace(vm.record());
      return vm;
    } catch (RuntimeException e) {
      if (again) {
        network.detach(vm.record().tap());
        vm.notStarted();
      } else {
        remove(spec.name());
      }
      throw new CallException(
          Kind.REFUSED, "vm " + spec.name() + " does not start here: " + e.getMessage(), e);
    }
  }

  private synchronized HostedVm admit(VmSpec spec, Role role, Optional<String> migration) {
    HostedVm present = vms.get(spec.name());
    if (present != null && isOver(present) && present.record().spec().disk().isEmpty()) {
      remove(spec.name());
    } else if (present != null && isOver(present)) {
      makeWay(present, spec, role);
    } else if (present != null) {
      throw new CallException(
          Kind.REFUSED,
          "vm %s is on this host already (%s, %s)"
              .formatted(spec.name(), present.record().role(), present.state()));
    }
    if (spec.memory().compareTo(free()) > 0) {
      throw new CallException(
          Kind.REFUSED,
          "vm %s needs %s of memory and this host has %s free of %s"
              .formatted(spec.name(), spec.memory(), free(), memory));
    }
    String tap = network.tapOf(spec.name());
    VmRecord first = new VmRecord(spec, role, tap, migration, role == Role.OWNER ? 1 : 0);
    records.save(spec.name(), first);
    HostedVm vm = HostedVm.starting(first);
    vms.put(spec.name(), vm);
    tellNetwork();
    return vm;
  }

  /** A VM that has ended starts again on the disk that it left; only that is no loss. */
  private void makeWay(HostedVm present, VmSpec spec, Role role) {
    if (role != Role.OWNER || !present.record().spec().disk().equals(spec.disk())) {
      throw new CallException(
          Kind.REFUSED,
          "vm %s has ended on this host and its disk is still here; stop it to give the disk up"
              .formatted(spec.name()));
    }
    present.process().ifPresent(VmRegistry::end);
    network.detach(present.record().tap());
    vms.remove(spec.name());
  }

  /** {@return whether the VM was this host's own and has ended} */
  private static boolean isOver(HostedVm vm) {
    return vm.record().role() == Role.OWNER && !vm.starting() && vm.state() == VmState.GONE;
  }

  /** Remembers durably what this host now is to the VM. */
  public void become(HostedVm vm, Role role, Optional<String> migration) {
    synchronized (records) {
      VmRecord next = vm.record().with(role, migration);
      if (next.role() != vm.record().role()) {
        // At once: until others know of it, nothing reaches the VM.
        tellPlace(next);
      }
      save(vm, next);
    }
    synchronized (this) {
      tellOwned();
    }
  }

  private void save(HostedVm vm, VmRecord next) {
    records.save(next.spec().name(), next);
    vm.record(next);
  }

  /** Remembers durably how often a VM that is being received has moved before. */
  public void movedBefore(HostedVm vm, long sequence) {
    synchronized (records) {
      if (vm.record().role() == Role.DESTINATION && vm.record().sequence() < sequence) {
        save(vm, vm.record().at(sequence));
      }
    }
  }

  private void tellPlace(VmRecord vm) {
    switch (vm.role()) {
      case OWNER -> places.here(vm.spec(), vm.sequence(), new Owner(vm.spec().name()));
      case DESTINATION -> places.expect(vm.spec());
      case SOURCE -> {}
    }
  }

  /** One VM, whose place somebody else may claim. */
  private final class Owner implements VmPlaces.Owner {
    private final String name;

    Owner(String name) {
      this.name = name;
    }

    @Override
    public boolean owns() {
      synchronized (records) {
        return owned().isPresent();
      }
    }

    @Override
    public OptionalLong outbid(long sequence) {
      synchronized (records) {
        Optional<HostedVm> vm = owned();
        vm.ifPresent(each -> save(each, each.record().at(sequence + 1)));
        return vm.isPresent() ? OptionalLong.of(sequence + 1) : OptionalLong.empty();
      }
    }

    private Optional<HostedVm> owned() {
      return find(name).filter(vm -> vm.record().role() == Role.OWNER);
    }
  }

  /** Ends the VM's process, if any, and forgets the VM, its disk included. */
  public void remove(String name) {
    Optional<HostedVm> vm = find(name);
    vm.flatMap(HostedVm::process).ifPresent(VmRegistry::end);
    vm.ifPresent(v -> network.detach(v.record().tap()));
    vm.ifPresent(v -> places.gone(v.record()));
    deleteAll(directoryOf(name));
    records.delete(name);
    synchronized (this) {
      vms.remove(name);
      tellNetwork();
    }
  }

  private static void end(Vm vm) {
    if (vm.alive()) {
      vm.kill();
    }
    vm.close();
  }

  /** Drops the connections to all VMs; they go on. */
  public void disconnect() {
    all().forEach(vm -> vm.process().ifPresent(Vm::close));
  }

  public VmStatus status(HostedVm vm) {
    VmState state = vm.state();
    VmRecord record = vm.record();
    return new VmStatus(
        record.spec(),
        state,
        record.role(),
        network.load(record.spec().name()),
        state == VmState.GONE ? Bytes.ZERO : vm.resident(),
        vm.lastReport().map(report -> report.dirtyRate()),
        vm.lastReport().map(report -> report.workingSet()),
        record.migration());
  }

  private VmLaunch launchOf(VmSpec spec, String tap, boolean incoming, Optional<Path> disk) {
    return new VmLaunch(
        spec.name(),
        directoryOf(spec.name()),
        spec.memory(),
        spec.cpus(),
        Path.of(spec.kernel()),
        Path.of(spec.initrd()),
        spec.kernelArguments(),
        tap,
        spec.mac(),
        network.wholeFrames(),
        incoming,
        accelerator.forGuest(spec),
        disk);
  }

  private Path directoryOf(String name) {
    return directory.resolve("vms").resolve(name);
  }

  /** Called with the lock held, so that the network hears of changes in their order. */
  private void tellNetwork() {
    List<VmPort> ports = new ArrayList<>();
    for (HostedVm vm : vms.values()) {
      VmRecord record = vm.record();
      ports.add(new VmPort(record.spec().name(), record.spec().address(), record.tap()));
    }
    network.know(ports);
    tellOwned();
  }

  /** A VM that is on its way to another host is this one's until that one has taken it over. */
  private void tellOwned() {
    SortedSet<String> owned = new TreeSet<>();
    for (HostedVm vm : vms.values()) {
      if (vm.record().role() != Role.DESTINATION) {
        owned.add(vm.record().spec().address());
      }
    }
    network.own(owned);
  }

  private static void deleteAll(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + ": cannot be deleted: " + e.getMessage(), e);
    }
  }
}
