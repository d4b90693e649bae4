package dev.drover.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.api.AgentConfig;
import dev.drover.agent.api.PlacementConfig;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three hosts and a stranger on one switch; a VM that moves, and another one on the first host. */
final class CatchTest {
  private static final int PORT = 7470;
  private static final String VM = "10.77.1.1";
  private static final String PREFIX = "ct" + ProcessHandle.current().pid() + "-";
  private static final List<String> HOSTS = List.of("h1", "h2", "h3");

  private final List<Process> listeners = new ArrayList<>();
  private final Shell machine = new Shell(List.of());

  @BeforeEach
  void build() throws Exception {
    boolean usable =
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/sbin/nft"));
    if (!usable) {
      System.out.println("skipped: catching packets needs root and nft");
    }
    assumeTrue(usable, "catching packets needs root and nft");
    for (String name : List.of("s", "h1", "h2", "h3", "x", "vm", "vm2")) {
      ip("netns add " + PREFIX + name);
    }
    in("s", "ip", "link", "add", "br0", "type", "bridge");
    in("s", "ip", "link", "set", "br0", "up");
    for (int i = 1; i <= HOSTS.size(); i++) {
      host("h" + i, "10.77.0." + i);
    }
    cable("x", "nic0", "s", "p-x");
    address("x", "nic0", "10.77.0.9");
    guest("vm2", "h1", "tap2", "10.77.1.2");
    guest("vm", "h1", "tap", VM);
    for (String name : List.of("h1", "h2", "vm")) {
      listen(name);
    }
  }

  @AfterEach
  void remove() {
    listeners.forEach(Process::destroyForcibly);
    for (String name : List.of("s", "h1", "h2", "h3", "x", "vm", "vm2")) {
      if (Files.exists(Path.of("/run/netns", PREFIX + name))) {
        ip("netns del " + PREFIX + name);
      }
    }
  }

  @Test
  void whatHostsAddressToAVm_isCaughtByTheHostThatOwnsIt() {
    Catch first = catching("h1");
    Catch second = catching("h2");
    assertThat(reached("h2")).as("nobody owns it").isEqualTo("vm");

    first.own(Set.of(VM, "10.77.1.2"));
    assertThat(reached("h2")).isEqualTo("h1");
    assertThat(reached("h3")).isEqualTo("h1");
    assertThat(reached("x")).as("a stranger").isEqualTo("vm");
    assertThat(reached("vm2")).as("another VM of the host").isEqualTo("vm");

    in("h1", "ip", "link", "del", "tap");
    guest("vm", "h2", "tap", VM);
    assertThat(reached("h3")).as("on its way, not taken over").isEqualTo("vm");
    second.own(Set.of(VM));
    assertThat(reached("h3")).isEqualTo("h2");
    first.own(Set.of("10.77.1.2"));
    assertThat(reached("h1")).isEqualTo("h2");
    assertThat(reached("h3")).isEqualTo("h2");
    assertThat(reached("x")).isEqualTo("vm");

    // A new agent knows of none before it has read its records.
    catching("h2");
    assertThat(reached("h3")).isEqualTo("vm");
  }

  @Test
  void own_nftFails_isTriedAgainTheNextTime() {
    Catch catching = catching("h1");
    in("h1", "nft", "delete", "table", "ip", "drover");
    catching.own(Set.of(VM));
    assertThat(reached("h2")).as("all or nothing").isEqualTo("vm");

    catching.open();
    catching.own(Set.of(VM));
    assertThat(reached("h2")).isEqualTo("h1");
  }

  @Test
  void hostThatIsNotPlacedAnyMore_catchesNothing() {
    catching("h1").own(Set.of(VM));
    assertThat(reached("h2")).isEqualTo("h1");

    Catch.forget(new Shell(entering("h1")));

    assertThat(reached("h2")).isEqualTo("vm");
    assertThat(in("h1", "nft", "list", "tables")).isEmpty();
    Catch.forget(new Shell(entering("h1")));
    Catch.forget(new Shell(List.of("no-such-program")));
  }

  @Test
  void placementWithoutThisHost_isRefused() {
    assertThatThrownBy(() -> catching("h4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'hosts' does not list this host, 'h4'");
  }

  private Catch catching(String host) {
    PlacementConfig placement =
        new PlacementConfig(
            PORT,
            "10.77.1.0/24",
            HOSTS.stream()
                .map(each ->
                    new PlacementConfig.Host(
                        each, "http://a", "10.77.0." + each.substring(1), List.of("s")))
                .toList(),
            Optional.empty());
    AgentConfig config =
        new AgentConfig(
            host,
            Path.of("unused"),
            "127.0.0.1:0",
            "10.77.0." + host.substring(1),
            new AgentConfig.Nic(
                "nic0", "br0", BitRate.ofMegabitsPerSecond(100), Bytes.of(1), Optional.empty()),
            Bytes.ofMebibytes(512),
            "tcg",
            Optional.empty(),
            Optional.empty(),
            Optional.of(placement),
            Optional.empty(),
            Optional.empty());
    Catch catching = new Catch(new Shell(entering(host)), config, placement);
    catching.open();
    return catching;
  }

  /** {@return who answers at the VM's address} */
  private String reached(String from) {
    // What switches learned of a VM that has moved since, its first frame tells them anew.
    in("vm", "busybox", "arping", "-q", "-U", "-c", "1", "-I", "eth0", VM);
    return in(from, "busybox", "nc", "-w", "5", VM, Integer.toString(PORT)).strip();
  }

  private void host(String name, String address) {
    cable(name, "nic0", "s", "p-" + name);
    in(name, "ip", "link", "add", "br0", "type", "bridge");
    // Else it would have the lowest of its ports', another one when a VM comes or goes.
    in(name, "ip", "link", "set", "br0", "address", "52:54:00:77:00:0" + name.substring(1));
    in(name, "ip", "link", "set", "nic0", "master", "br0");
    address(name, "br0", address);
  }

  /** A VM keeps its MAC when it moves. */
  private void guest(String name, String host, String tap, String address) {
    cable(name, "eth0", host, tap);
    String last = address.substring(address.lastIndexOf('.') + 1);
    in(name, "ip", "link", "set", "eth0", "address", "52:54:00:77:01:0" + last);
    address(name, "eth0", address);
  }

  private void cable(String left, String device, String right, String port) {
    ip(
        "link add %s netns %s%s type veth peer name %s netns %s%s"
            .formatted(device, PREFIX, left, port, PREFIX, right));
    in(left, "ip", "link", "set", device, "up");
    in(right, "ip", "link", "set", port, "master", "br0", "up");
  }

  private void address(String name, String device, String address) {
    in(name, "ip", "addr", "add", address + "/16", "dev", device);
    in(name, "ip", "link", "set", device, "up");
    in(name, "ip", "link", "set", "lo", "up");
  }

  private void listen(String name) throws Exception {
    List<String> command = new ArrayList<>(entering(name));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            CatchListener.class.getName(),
            Integer.toString(PORT),
            name));
    Process listener = new ProcessBuilder(command).start();
    listeners.add(listener);
    assertThat(listener.inputReader().readLine()).isEqualTo("listens");
  }

  private void ip(String command) {
    machine.ip(List.of(command));
  }

  private String in(String name, String... command) {
    return new Shell(entering(name)).output(command);
  }

  private static List<String> entering(String name) {
    return List.of("ip", "netns", "exec", PREFIX + name);
  }
}
