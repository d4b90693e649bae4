package dev.drover.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.TestSupport;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.net.Network;
import dev.drover.lab.system.Cleanup;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.Ledger;
import dev.drover.lab.system.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real switches without a controller: what they know here, the test has told them. */
final class OpenSwitchesTest {
  private static final String NAME = "tovs" + ProcessHandle.current().pid() % 100000;
  private static final LabFile FILE =
      LabFile.parse(
          """
          name: %s
          sdn: {routing: static}
          switches: [s1, s2]
          hosts: [{name: h1}, {name: h2, memory: 1GiB}]
          links:
            - {ends: [h1, s1], rate: 100Mbit/s}
            - {ends: [s2, s1], rate: 50Mbit/s}
            - {ends: [h2, s2], rate: 100Mbit/s}
          """
              .formatted(NAME),
          "test");

  @TempDir Path base;
  private Path directory = Path.of("unset");
  private final Addresses addresses = new Addresses(FILE);

  @BeforeEach
  void build() throws IOException {
    TestSupport.needsOpenVswitch();
    directory = Files.createDirectory(base.resolve("lab"));
    new Network(FILE).build(new Ledger(directory), Commands.of(directory));
  }

  @AfterEach
  void remove() {
    if (Files.exists(directory)) {
      Cleanup.run(directory);
    }
  }

  @Test
  void switches_toldTwoFlows_carryTheRateOfTheirSlowestLinkAndNothingElse() throws Exception {
    OpenSwitches switches = start();
    OpenSwitch first = switches.named("s1").orElseThrow();

    assertThat(first.run("ovs-ofctl", "show", "br0"))
        .contains("dpid:0000000000000001", " 1(p-h1)", " 2(p-s2)");
    assertThat(first.run("ovs-ofctl", "dump-flows", "br0")).doesNotContain("actions=");
    assertThat(first.connected()).isFalse();
    assertThat(run("s1", "tc", "qdisc", "show", "dev", "p-s2")).contains("tbf", "rate 50Mbit");
    assertThat(run("h1", "tc", "qdisc", "show", "dev", "nic0")).contains("tbf", "rate 100Mbit");

    for (OpenSwitch each : switches.all()) {
      each.run("ovs-ofctl", "add-flow", "br0", "in_port=1,actions=output:2");
      each.run("ovs-ofctl", "add-flow", "br0", "in_port=2,actions=output:1");
    }

    // Goodput: of 1514 bytes that are counted, TCP has 1448 to itself.
    TestSupport.assertCarries(
        50 * 0.85, 50 * 1448 / 1514.0 * 1.05, () -> TestSupport.transfer(addresses, "h1", "h2"));
  }

  @Test
  void kill_switch_staysDeadUntilItIsStartedAgain() {
    OpenSwitches switches = start();
    OpenSwitch second = switches.named("s2").orElseThrow();
    long before = second.process().orElseThrow().pid();
    second.run("ovs-ofctl", "add-flow", "br0", "in_port=1,actions=output:2");

    second.kill();

    assertThat(second.process()).isEmpty();
    assertThat(second.connected()).isFalse();
    assertThat(switches.named("s1").orElseThrow().process()).isPresent();

    second.start();

    assertThat(second.process().orElseThrow().pid()).isNotEqualTo(before);
    assertThat(second.run("ovs-ofctl", "show", "br0"))
        .contains("dpid:0000000000000002", " 1(p-s1)", " 2(p-h2)");
    assertThat(second.run("ovs-ofctl", "dump-flows", "br0")).doesNotContain("actions=");
  }

  @Test
  void cleanup_switchesRun_leavesNothing() throws IOException {
    start();

    Cleanup.run(directory);

    assertThat(TestSupport.namespaces("drover-" + NAME + "-")).isEmpty();
    assertThat(Processes.marked(directory)).isEmpty();
    assertThat(directory).doesNotExist();
  }

  private OpenSwitches start() {
    OpenSwitches switches =
        new OpenSwitches(
            FILE,
            directory,
            name -> {
              throw new AssertionError(name + " needs no keys");
            });
    switches.start();
    return switches;
  }

  private String run(String node, String... command) {
    return Commands.plain().run(Commands.in(addresses.namespace(node), List.of(command)), "");
  }
}
