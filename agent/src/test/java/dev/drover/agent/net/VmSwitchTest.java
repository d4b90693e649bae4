package dev.drover.agent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.drover.agent.api.AgentConfig.OpenVSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taps on a real Open vSwitch in a namespace of its own. */
final class VmSwitchTest {
  private static final String NAMESPACE = "vst" + ProcessHandle.current().pid();
  private static final Shell SHELL = new Shell(List.of("ip", "netns", "exec", NAMESPACE));

  @TempDir Path directory;

  @BeforeEach
  void build() {
    boolean usable =
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/sbin/ovs-vswitchd"));
    if (!usable) {
      System.out.println("skipped: taps on Open vSwitch need root and openvswitch-switch");
    }
    assumeTrue(usable, "taps on Open vSwitch need root and openvswitch-switch");
    new Shell(List.of()).ip(List.of("netns add " + NAMESPACE));
    SHELL.ip(List.of("link add br0 mtu 4000 type bridge"));
    SHELL.run(
        List.of("sh", "-e", "-s"),
        List.of(
            "cd " + directory,
            "export OVS_RUNDIR=$PWD OVS_LOGDIR=$PWD OVS_DBDIR=$PWD",
            "ovsdb-tool create conf.db",
            "ovsdb-server --detach --pidfile --remote=punix:$PWD/db.sock conf.db 2>/dev/null",
            "ovs-vsctl --no-wait add-br vms0 -- set bridge vms0 datapath_type=netdev",
            "ovs-vswitchd --detach --pidfile unix:$PWD/db.sock >/dev/null 2>&1"));
  }

  @AfterEach
  void remove() throws IOException {
    if (!Files.exists(Path.of("/run/netns", NAMESPACE))) {
      return;
    }
    for (String daemon : List.of("ovs-vswitchd", "ovsdb-server")) {
      Path pid = directory.resolve(daemon + ".pid");
      if (Files.exists(pid)) {
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
            .ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    new Shell(List.of()).ip(List.of("netns del " + NAMESPACE));
  }

  private Taps taps() throws IOException {
    Path table = Files.writeString(directory.resolve("dev"), SHELL.output("cat", "/proc/net/dev"));
    VmSwitch vmSwitch = new VmSwitch(SHELL, new OpenVSwitch(directory, "vms0"), "br0");
    vmSwitch.open();
    return new Taps(SHELL, new Interfaces(table), "br0", Optional.of(vmSwitch));
  }

  private String vsctl(String... command) {
    List<String> line =
        new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + directory + "/db.sock"));
    line.addAll(List.of(command));
    return SHELL.run(line, List.of());
  }

  @Test
  void attach_joinsTheSwitchWithTheBridgesFrameSize_andAgainAfterWhateverBecameOfTheTap()
      throws IOException {
    assertThat(taps().attach("web")).isEqualTo("tap-web");
    assertThat(SHELL.output("ip", "link", "show", "tap-web"))
        .contains("mtu 4000")
        .doesNotContain("master");

    // Left by a killed agent.
    taps().attach("web");
    assertThat(vsctl("list-ports", "vms0")).isEqualTo("tap-web\n");

    SHELL.ip(List.of("link del tap-web"));
    taps().attach("web");
    assertThat(vsctl("list-ports", "vms0")).isEqualTo("tap-web\n");
    assertThat(vsctl("get", "interface", "tap-web", "error").strip()).isEqualTo("[]");

    taps().detach("tap-web");
    taps().detach("tap-web");
    assertThat(vsctl("list-ports", "vms0")).isEmpty();
    assertThat(SHELL.output("ip", "link")).doesNotContain("tap-web");
  }

  @Test
  void open_again_leavesTheRulesAsTheyAre() throws IOException {
    taps();
    String rules = rules();
    taps();

    assertThat(rules()).isEqualTo(rules).contains("priority=2,tcp", "priority=1,ip");
  }

  private String rules() {
    return SHELL.output(
        "ovs-ofctl", "--no-stats", "dump-flows", "unix:" + directory.resolve("vms0.mgmt"));
  }

  @Test
  void open_withoutSwitch_saysWhat() {
    Path nowhere = directory.resolve("nowhere");

    assertThatThrownBy(() -> new VmSwitch(SHELL, new OpenVSwitch(nowhere, "vms0"), "br0").open())
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("ovs-ofctl")
        .hasMessageContaining("nowhere/vms0.mgmt");
  }
}
