package dev.drover.host;

import dev.drover.agent.Agent;
import dev.drover.agent.AgentServer;
import dev.drover.agent.Placement;
import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.AgentConfigFile;
import dev.drover.agent.api.HttpAgentClient;
import dev.drover.agent.api.PlacementAgent;
import dev.drover.agent.api.PlacementConfig;
import dev.drover.agent.edge.EdgePlaces;
import dev.drover.agent.flow.FlowPoller;
import dev.drover.agent.flow.FlowTable;
import dev.drover.agent.flow.OpenVSwitchFlows;
import dev.drover.agent.migration.Timing;
import dev.drover.agent.net.HostNetwork;
import dev.drover.agent.net.LinuxNetwork;
import dev.drover.agent.net.NetworkException;
import dev.drover.agent.vm.Accelerator;
import dev.drover.hypervisor.qemu.QemuHypervisor;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The host's program: {@code HostMain CONFIG.yaml}. It runs until it is killed; killing it at any
 * time is safe. Exit code 2 with one line on standard error means that it could not start.
 */
public final class HostMain {
  private static final int CANNOT_START = 2;

  /** Connections that are followed: a hundred of each of a thousand VMs. */
  private static final int FLOWS = 100_000;

  /** How long a guest may take to boot with KVM before TCG is chosen. */
  private static final Duration KVM_PATIENCE = Duration.ofSeconds(5);

  private HostMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    runForEver("drover-agent", () -> run(arguments, System.out));
  }

  /**
   * Runs a daemon until it is killed.
   *
   * @param start starts it and returns the lock on its directory
   */
  static void runForEver(String program, Supplier<FileChannel> start) throws InterruptedException {
    System.setProperty("logback.configurationFile", "dev/drover/agent/logback.xml");
    try {
      FileChannel lock = start.get();
      try {
        Thread.currentThread().join();
      } finally {
        Reference.reachabilityFence(lock);
      }
    } catch (IllegalArgumentException | UncheckedIOException | NetworkException e) {
      System.err.println(program + ": " + line(e));
      System.exit(CANNOT_START);
    }
  }

  private static String line(RuntimeException e) {
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    return text.contains("Operation not permitted")
        ? text + "; run the agent as root, in its own network namespace"
        : text;
  }

  /** {@return the lock on the directory, to be held as long as the agent runs} */
  private static FileChannel run(String[] arguments, PrintStream out) {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("give one argument: the configuration file");
    }
    AgentConfig config = AgentConfigFile.read(Path.of(arguments[0]));
    InetSocketAddress listen = address(config.listen());
    FileChannel lock = lock(config.directory());
    checkFree(listen);
    QemuHypervisor hypervisor =
        config
            .qemu()
            .map(binary -> new QemuHypervisor(binary.toString(), QemuHypervisor.MACHINE))
            .orElseGet(QemuHypervisor::installed);
    HostNetwork network = LinuxNetwork.open(config);
    Agent agent =
        new Agent(
            config,
            hypervisor,
            QemuName.of(hypervisor, config.accelerator()),
            accelerator(config, hypervisor),
            network,
            EdgePlaces.of(config),
            HttpAgentClient.connector(config.tls()),
            Timing.DEFAULT);
    agent.start();
    Optional<Placement> placement =
        config.placement().map(given -> placement(agent, network, config, given));
    var server =
        new AgentServer(agent, placement.map(PlacementAgent.class::cast), listen, config.tls());
    if (config.tls().isEmpty()) {
      out.println(
          "WARNING: no tls in " + arguments[0] + ": anyone who reaches this port owns the host");
    }
    out.printf(
        "agent %s listens on %s://%s:%d%n",
        config.host(),
        config.tls().isPresent() ? "https" : "http",
        listen.getHostString(),
        server.port());
    out.flush();
    return lock;
  }

  private static Placement placement(
      Agent agent, HostNetwork network, AgentConfig config, PlacementConfig given) {
    Path directory =
        config
            .nic()
            .openVSwitch()
            .map(AgentConfig.OpenVSwitch::directory)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "placement: it goes by what an Open vSwitch counts; write 'openVSwitch' into"
                        + " 'nic'"));
    Duration window = Placement.window(given.settings());
    FlowPoller flows =
        FlowPoller.start(
            new OpenVSwitchFlows(directory, FLOWS),
            new FlowTable(window, FLOWS),
            new FlowPoller.Timing(
                given.settings().poll().orElse(Duration.ofSeconds(1)), window.multipliedBy(10)),
            network::countPairs);
    return agent.place(given, flows, new EngineMover(config, given));
  }

  private static Accelerator accelerator(AgentConfig config, QemuHypervisor hypervisor) {
    return switch (config.accelerator()) {
      case "kvm", "tcg" -> _ -> config.accelerator();
      case "auto" ->
          Accelerator.once(guest ->
              dev.drover.hypervisor.qemu.Accelerator.detect(
                  hypervisor, Path.of(guest.kernel()), Path.of(guest.initrd()), KVM_PATIENCE));
      default ->
          throw new IllegalArgumentException(
              "accelerator '" + config.accelerator() + "' is not known; use kvm, tcg or auto");
    };
  }

  /** Reads {@code address:port}. */
  static InetSocketAddress address(String listen) {
    int colon = listen.lastIndexOf(':');
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      return new InetSocketAddress(InetAddress.getByName(listen.substring(0, colon)), port);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | UnknownHostException e) {
      throw new IllegalArgumentException(
          "listen '" + listen + "' is not an address and port, such as 10.99.0.11:7443", e);
    }
  }

  /** Two agents on one directory would both drive its VMs. */
  static FileChannel lock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new IllegalArgumentException(
            directory + ": another agent runs on this directory; end it first");
      }
      return channel;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          directory + ": cannot be used (" + e + "); the agent must own this directory", e);
    }
  }

  static void checkFree(InetSocketAddress listen) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(listen);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot listen on %s:%d: %s; choose another `listen` or end what uses it"
              .formatted(listen.getHostString(), listen.getPort(), e.getMessage()),
          e);
    }
  }

  /** What the host's status calls its hypervisor. */
  private static final class QemuName {
    private QemuName() {}

    /** Asks the installed QEMU, such as {@code QEMU 7.2.22 (tcg)}. */
    static String of(QemuHypervisor hypervisor, String accelerator) {
      try {
        Process process =
            new ProcessBuilder(hypervisor.binary(), "--version").redirectErrorStream(true).start();
        String text =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String version = text.replaceFirst("(?s)^QEMU emulator version (\\S+).*$", "$1");
        return "QEMU " + version + " (" + accelerator + ")";
      } catch (IOException e) {
        throw new IllegalArgumentException(
            hypervisor.binary() + " cannot be run; install qemu-system-x86", e);
      }
    }
  }
}
