package dev.drover.agent;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.HttpAgentClient;
import dev.drover.agent.api.VmStatus;
import dev.drover.agent.fake.FakeNetwork;
import dev.drover.agent.migration.Timing;
import dev.drover.agent.vm.VmPlaces;
import dev.drover.hypervisor.VmState;
import dev.drover.hypervisor.qemu.QemuHypervisor;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One host with real QEMUs: its agent can be killed and started again on the same directory and
 * port.
 */
final class AgentHost {
  private final AgentConfig config;
  private Agent agent;
  private AgentServer server;

  AgentHost(String name, Path directory) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    config =
        new AgentConfig(
            name,
            directory.resolve(name),
            "127.0.0.1:" + port,
            "127.0.0.1",
            new AgentConfig.Nic(
                "none", "none", BitRate.ofMegabitsPerSecond(200), Bytes.of(1), Optional.empty()),
            Bytes.ofMebibytes(512),
            "tcg",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    start();
  }

  void start() {
    agent =
        new Agent(
            config,
            QemuHypervisor.installed(),
            "QEMU",
            _ -> "tcg",
            new FakeNetwork(""),
            VmPlaces.FLAT,
            HttpAgentClient.connector(Optional.empty()),
            Timing.DEFAULT);
    agent.start();
    server =
        new AgentServer(
            agent,
            Optional.empty(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), url().getPort()),
            Optional.empty());
  }

  void kill() {
    server.close();
    agent.close();
  }

  URI url() {
    return URI.create("http://" + config.listen());
  }

  HttpAgentClient client() {
    return HttpAgentClient.connect(url(), Optional.empty());
  }

  /** {@return a VM's state, as soon as its process answers} */
  Optional<VmState> stateOf(String vm) throws InterruptedException {
    while (true) {
      Optional<VmState> state =
          client().status().vms().stream()
              .filter(v -> v.spec().name().equals(vm))
              .findFirst()
              .map(VmStatus::state);
      if (!state.equals(Optional.of(VmState.UNKNOWN))) {
        return state;
      }
      Thread.sleep(50);
    }
  }

  /** Ends the agent and every process that it started. */
  void end() {
    kill();
    killRelay();
    ProcessHandle.allProcesses()
        .filter(p ->
            p.info()
                .commandLine()
                .filter(line -> line.contains(config.directory() + "/"))
                .isPresent())
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends the process of this host's relays, if there is one. */
  void killRelay() {
    try {
      String pid = Files.readString(config.directory().resolve("relay/relay.pid")).strip();
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    } catch (NoSuchFileException e) {
      // Nothing was relayed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a file of a VM, such as {@code vm1/qemu.pid}} */
  Path file(String name) {
    return config.directory().resolve("vms").resolve(name);
  }

  /** {@return the last number on the guest's console here; 0 when there is none} */
  int ticks(String vm) {
    return counted(vm, "tick");
  }

  /** {@return the last number after {@code word} on the guest's console here} */
  int counted(String vm, String word) {
    try {
      String console = Files.readString(file(vm + "/console.log"));
      return console
          .lines()
          .filter(line -> line.matches(word + " [0-9]+\\s*"))
          .reduce((_, last) -> last)
          .map(line -> Integer.parseInt(line.substring(word.length() + 1).strip()))
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
