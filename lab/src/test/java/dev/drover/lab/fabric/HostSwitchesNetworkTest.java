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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts with switches for their VMs, without agents and guests. */
final class HostSwitchesNetworkTest {
  private static final Pattern ANSWERED = Pattern.compile("\\[([0-9a-f:]{17})]");
  private static final LabFile FILE =
      LabFile.parse(
          """
          name: ths%d
          placement: {}
          mtu: 9000
          switches: [s1]
          hosts: [{name: h1, memory: 1GiB}, {name: h2}]
          clients: [{name: c1}]
          links:
            - {ends: [h1, s1], rate: 100Mbit/s}
            - {ends: [h2, s1], rate: 100Mbit/s}
            - {ends: [c1, s1], rate: 100Mbit/s}
          """
              .formatted(ProcessHandle.current().pid() % 100_000),
          "test");

  @TempDir Path base;

  @Test
  void switches_started_areBehindTheBridgesAndLeaveTheHostsOwnTrafficAlone() throws IOException {
    TestSupport.needsOpenVswitch();
    Addresses addresses = new Addresses(FILE);
    Path lab = Files.createDirectory(base.resolve("lab"));
    HostSwitches switches = new HostSwitches(FILE, lab);
    try {
      new Network(FILE).build(new Ledger(lab), Commands.of(lab));
      switches.start();

      assertThat(in("h1", switches.within("h1", List.of("ovs-vsctl", "list-ports", "vms0"))))
          .isEqualTo("to-br0\n");
      assertThat(in("h1", "ip", "link", "show", "to-vms"))
          .contains("mtu 9000", "master br0", "state UP");
      assertThat(in("h1", "ethtool", "-k", "to-vms"))
          .contains("tx-checksumming: off", "tx-tcp-segmentation: off");
      assertThat(in("h2", "ip", "link")).doesNotContain("to-vms");
      // Broadcasts come by every port of the switch: only the bridge may answer for the host.
      assertThat(answers(addresses.data("h1"))).containsExactly("52:54:00:77:00:01");
    } finally {
      Cleanup.run(lab);
    }
    assertThat(Processes.marked(lab)).isEmpty();
    assertThat(TestSupport.namespaces("drover-" + FILE.name() + "-")).isEmpty();
  }

  /** {@return the MACs that answer for an address} */
  private static Set<String> answers(String address) {
    Matcher matcher =
        ANSWERED.matcher(in("c1", "busybox", "arping", "-c", "2", "-b", "-I", "nic0", address));
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String in(String node, Optional<List<String>> command) {
    return in(node, command.orElseThrow().toArray(String[]::new));
  }

  private static String in(String node, String... command) {
    return Commands.plain()
        .run(Commands.in(new Addresses(FILE).namespace(node), List.of(command)), "");
  }
}
