package dev.drover.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host {@code h} that a VM has left for the gateway {@code g}, and a neighbour on its bridge. */
final class StragglersTest {
  private static final String VM = "10.77.1.101";
  private static final String MAC = "52:54:00:77:01:01";
  private static final String HOST_MAC = "52:54:00:77:00:01";
  private static final String GATEWAY = "10.77.1.254";
  private static final String PREFIX = "str" + ProcessHandle.current().pid() + "-";
  private static final List<String> NAMES = List.of("h", "g", "n");

  private final Shell machine = new Shell(List.of());

  @BeforeEach
  void build() {
    boolean usable =
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/bin/busybox"));
    if (!usable) {
      System.out.println("skipped: sending on needs root and busybox");
    }
    assumeTrue(usable, "sending on needs root and busybox");
    NAMES.forEach(name -> machine.ip(List.of("netns add " + PREFIX + name)));
    in("h").ip(List.of("link add br0 address " + HOST_MAC + " type bridge forward_delay 0"));
    for (String name : List.of("g", "n")) {
      in("h")
          .ip(
              List.of(
                  "link add to-" + name + " type veth peer name nic0 netns " + PREFIX + name,
                  "link set to-" + name + " master br0 up"));
    }
    in("h").ip(List.of("link set br0 up", "addr add 10.77.1.1/24 dev br0"));
    in("g")
        .ip(
            List.of(
                "link set lo up",
                "addr add " + VM + "/32 dev lo",
                "link set nic0 arp on up",
                "addr add " + GATEWAY + "/24 dev nic0"));
    in("n")
        .ip(
            List.of(
                "link set nic0 up",
                "addr add 10.77.1.102/24 dev nic0",
                "neigh add " + VM + " lladdr " + MAC + " dev nic0 nud permanent"));
  }

  @AfterEach
  void remove() {
    for (String name : NAMES) {
      if (Files.exists(Path.of("/run/netns", PREFIX + name))) {
        machine.ip(List.of("netns del " + PREFIX + name));
      }
    }
  }

  @Test
  void begin_neighbourKnowsTheOldMac_isSentOnUntilTheEnd() throws Exception {
    Process holder = new ProcessBuilder("ip", "netns", "exec", PREFIX + "h", "sleep", "60").start();
    try {
      Interfaces interfaces = new Interfaces(Path.of("/proc/" + holder.pid() + "/net/dev"));
      Namespaces.await("a process in h", () -> interfaces.read().containsKey("br0"));
      Stragglers stragglers = new Stragglers(in("h"), interfaces, "br0", GATEWAY);
      assertThat(reaches()).isFalse();

      stragglers.begin(VM, MAC);

      assertThat(reaches()).isTrue();
      // The device that listens to the VM's MAC does not answer for the host.
      assertThat(
              in("n").output("busybox", "arping", "-c", "2", "-w", "3", "-I", "nic0", "10.77.1.1"))
          .contains(HOST_MAC)
          .doesNotContain(MAC);
      stragglers.end(VM);
      assertThat(reaches()).isFalse();
      assertThat(in("h").output("ip", "route")).doesNotContain(VM);

      stragglers.begin(VM, MAC);
      new Stragglers(in("h"), interfaces, "br0", GATEWAY).clear();
      assertThat(interfaces.read().keySet()).containsExactlyInAnyOrder("lo", "br0", "to-g", "to-n");
      assertThat(in("h").output("ip", "route")).doesNotContain(VM);
    } finally {
      holder.destroyForcibly();
    }
  }

  private boolean reaches() {
    try {
      in("n").output("busybox", "ping", "-c", "1", "-W", "1", VM);
      return true;
    } catch (NetworkException e) {
      return false;
    }
  }

  private static Shell in(String name) {
    return new Shell(List.of("ip", "netns", "exec", PREFIX + name));
  }
}
