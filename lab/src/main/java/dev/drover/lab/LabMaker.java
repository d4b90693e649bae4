package dev.drover.lab;

import dev.drover.lab.fabric.HostSwitches;
import dev.drover.lab.fabric.OpenSwitches;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.LabFile.Router;
import dev.drover.lab.file.Sdn;
import dev.drover.lab.file.Xia;
import dev.drover.lab.image.GuestArguments;
import dev.drover.lab.image.GuestImage;
import dev.drover.lab.image.GuestImageBuilder;
import dev.drover.lab.image.GuestProgram;
import dev.drover.lab.image.GuestRunner;
import dev.drover.lab.image.Layer;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.net.Network;
import dev.drover.lab.observe.Observations;
import dev.drover.lab.observe.ObserverMain;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.Java;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Ledger;
import dev.drover.lab.system.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** Makes what a lab consists of, step by step, inside a directory that has been claimed. */
final class LabMaker {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Emulated guests boot on the machine's few processors one after another. */
  private static final Duration PATIENCE_PER_VM = Duration.ofSeconds(5);

  /** A probe is judged by its milliseconds: its sender goes first. */
  private static final int OBSERVER_NICE = -10;

  private static final int AGENT_NICE = -5;

  /** XIA's daemons do what the kernel does of TCP/IP, which no program holds up. */
  private static final int XIA_NICE = -15;

  private final LabFile file;
  private final LabDirectory directory;
  private final UpListener listener;
  private final Addresses addresses;
  private final Commands commands;

  LabMaker(LabFile file, LabDirectory directory, UpListener listener) {
    this.file = file;
    this.directory = directory;
    this.listener = listener;
    this.addresses = new Addresses(file);
    this.commands = Commands.of(directory.path());
  }

  void make() {
    Optional<FutureTask<GuestImage>> image = buildImage();
    Keys keys = new Keys(directory.path(), commands);
    FutureTask<Void> keysMade =
        new FutureTask<>(() -> {
          keys.make(file);
          return null;
        });
    Thread.ofVirtual().start(keysMade);
    new Network(file).build(new Ledger(directory.path()), commands);
    listener.step(
        "network of "
            + file.hosts().size()
            + " hosts, "
            + file.clients().size()
            + " clients, "
            + (file.routers().isEmpty()
                ? file.switches().size() + " switches"
                : file.routers().size() + " routers"));
    result(keysMade);
    directory.writeInventory(file, keys);
    if (file.placement().isPresent()) {
      new HostSwitches(file, directory.path()).start();
      listener.step(
          file.hostsWithAgents().size() + " hosts run an Open vSwitch each for their VMs");
    }
    file.sdn().ifPresent(sdn -> startFabric(sdn, keys));
    file.xia().ifPresent(this::startXia);
    startEdges(keys);
    for (String client : file.clients()) {
      daemon(
          client,
          OBSERVER_NICE,
          directory.observerLog(client),
          Java.line(ObserverMain.class, directory.path().toString(), client));
    }
    image.ifPresent(building -> startHosts(result(building), keys));
  }

  /** What no host asks for is not built. */
  private Optional<FutureTask<GuestImage>> buildImage() {
    if (file.hostsWithAgents().isEmpty()) {
      return Optional.empty();
    }
    FutureTask<GuestImage> image =
        new FutureTask<>(() -> new GuestImageBuilder(GuestImageBuilder.defaultCache()).build());
    Thread.ofVirtual().start(image);
    return Optional.of(image);
  }

  private void startFabric(Sdn sdn, Keys keys) {
    directory.write(new SdnConfig(file, sdn, keys));
    daemon(
        Addresses.CONTROL,
        AGENT_NICE,
        directory.sdnLog(),
        Java.line(Daemons.SDN, directory.sdnConfig().toString()));
    // A switch that finds nobody at first tries again after 1, 2, 4 and 8 seconds, whatever its
    // settings say: those count for connections that once stood.
    awaitController();
    OpenSwitches switches = new OpenSwitches(file, directory.path(), keys::ofSwitch);
    switches.start();
    switches.awaitController(PATIENCE);
    listener.step(
        file.switches().size() + " switches are connected to the controller: " + sdn.routing());
    onManagement(
        Java.line(AwaitNetwork.class, directory.path().toString()),
        "the network controller does not know the network");
  }

  private void startXia(Xia xia) {
    XiaFiles files = new XiaFiles(file, xia, directory.path());
    files.write();
    for (String node : files.nodes()) {
      daemon(
          node,
          XIA_NICE,
          files.log(node),
          Java.fast(files.heap(node), Daemons.XIA, files.settings(node).toString()));
    }
    listener.step(
        file.routers().size()
            + " routers of as many domains speak XIA; names are kept on "
            + xia.names());
  }

  /** Hosts tell them of VMs until they have understood: nobody waits for them here. */
  private void startEdges(Keys keys) {
    directory.writeEdges(file, keys);
    for (Router router : file.routers()) {
      daemon(
          router.name(),
          AGENT_NICE,
          directory.edgeLog(router.name()),
          Java.line(Daemons.EDGE, directory.edgeConfig(router.name()).toString()));
    }
  }

  private void awaitController() {
    List<String> listening =
        Commands.in(
            addresses.namespace(Addresses.CONTROL),
            List.of("ss", "-tlnH", "sport", "=", ":" + Addresses.OPENFLOW_PORT));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (commands.run(listening, "").isBlank()) {
      if (System.nanoTime() > deadline) {
        throw new LabException("the network controller does not start: " + lastLine());
      }
      pause("the network controller");
    }
  }

  /** What went wrong is said now: the file goes with the lab. */
  private String lastLine() {
    try (Stream<String> lines = Files.lines(directory.sdnLog())) {
      return lines.reduce((earlier, later) -> later).orElse("it said nothing");
    } catch (IOException | UncheckedIOException e) {
      return directory.sdnLog() + " cannot be read: " + e.getMessage();
    }
  }

  private void startHosts(GuestImage image, Keys keys) {
    GuestRunner runner =
        GuestRunner.find(GuestImageBuilder.defaultCache(), image, commands, listener::step);
    listener.step("guests run on " + runner);
    directory.writeAgents(file, keys, runner);
    for (Host host : file.hostsWithAgents()) {
      daemon(
          host.name(),
          AGENT_NICE,
          directory.agentLog(host.name()),
          Java.line(Daemons.AGENT, directory.agentConfig(host.name()).toString()));
    }
    layerGuests(image);
    startVms(image, "keep");
  }

  /** VMs with a program in Java have it, and who they are in XIA, in a RAM disk of their own. */
  private void layerGuests(GuestImage image) {
    List<GuestVm> calculating =
        file.vms().stream().filter(vm -> vm.workload().calculation().isPresent()).toList();
    if (calculating.isEmpty()) {
      return;
    }
    List<Path> layers = new ArrayList<>(List.of(image.initrd()));
    layers.addAll(GuestProgram.layers(GuestImageBuilder.defaultCache(), listener::step));
    for (GuestVm vm : calculating) {
      Layer.join(
          directory.initrd(vm.name()),
          layers,
          file.xia()
              .map(xia -> new XiaFiles(file, xia, directory.path()).guest(vm))
              .orElse(Map.of()));
    }
  }

  void reset() {
    if (file.hostsWithAgents().isEmpty()) {
      return;
    }
    GuestImage image = new GuestImageBuilder(GuestImageBuilder.defaultCache()).build();
    startVms(image, "reset");
  }

  private void startVms(GuestImage image, String mode) {
    onManagement(
        Java.line(
            StartVms.class,
            directory.path().toString(),
            image.kernel().toString(),
            image.initrd().toString(),
            mode),
        "the VMs could not be started");
    if (mode.equals("reset")) {
      renewObservers();
    }
    awaitVms(System.currentTimeMillis());
  }

  /** Runs one of the lab's own programs where agents and controller can be reached. */
  private void onManagement(List<String> program, String failure) {
    Path log = directory.path().resolve("start.log");
    try {
      Process process =
          commands
              .builder(Commands.in(addresses.namespace(Addresses.CONTROL), program))
              .redirectError(Redirect.appendTo(log.toFile()))
              .start();
      process.getOutputStream().close();
      follow(process);
      if (process.waitFor() != 0) {
        throw new LabException(failure + "; see " + log);
      }
    } catch (IOException e) {
      throw new LabException(failure + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted: " + failure, e);
    }
  }

  private void follow(Process process) throws IOException {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith("error:")) {
          throw new LabException(line.substring("error:".length()).strip());
        }
        listener.step(line);
      }
    }
  }

  /** New guests know nothing of the old ones' connections; new observers do not either. */
  private void renewObservers() {
    for (String client : file.clients()) {
      Processes.kill(
          Processes.in(List.of(addresses.namespace(client))).stream()
              .filter(pid -> !Processes.commandLine(pid).contains("daemon"))
              .toList());
    }
  }

  private void awaitVms(long since) {
    Observations observations = Observations.open(directory.path());
    List<GuestVm> waiting = new ArrayList<>(file.vms());
    Duration patience = PATIENCE.plus(PATIENCE_PER_VM.multipliedBy(waiting.size()));
    long deadline = System.nanoTime() + patience.toNanos();
    while (!waiting.isEmpty()) {
      for (GuestVm vm : List.copyOf(waiting)) {
        if (works(observations, vm, since)) {
          listener.step("vm " + vm.name() + " answers, its workload runs: " + vm.workload().kind());
          waiting.remove(vm);
        }
      }
      if (System.nanoTime() > deadline) {
        throw new LabException(
            "vm "
                + waiting.getFirst().name()
                + " did not come up in "
                + patience.toSeconds()
                + "s; see its console.log under "
                + directory.host(waiting.getFirst().host()));
      }
      pause("the VMs");
    }
  }

  private boolean works(Observations observations, GuestVm vm, long since) {
    boolean answers = observations.lastReplyMs(vm.name()).filter(last -> last > since).isPresent();
    boolean loads = vm.workload().load().isEmpty() || observations.loads(vm.name(), since);
    return answers
        && loads
        && switch (vm.workload().kind()) {
          case OUTGOING, INCOMING, REQUEST_RESPONSE ->
              observations.connectionsOpen(vm.name(), since) > 0;
          case PEERS -> directory.console(vm).contains(GuestArguments.sendsToAll(vm));
          case CALCULATION -> observations.calculates(vm.name(), since);
          case FILES, LOOPBACK, WRITER, IDLE -> true;
        };
  }

  private void daemon(String node, int nice, Path log, List<String> command) {
    commands.daemon(Daemons.forever(addresses.namespace(node), nice, command), log);
  }

  private static void pause(String awaited) {
    try {
      Thread.sleep(Duration.ofMillis(50));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for " + awaited, e);
    }
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new LabException("a step failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while the lab was made", e);
    }
  }
}
