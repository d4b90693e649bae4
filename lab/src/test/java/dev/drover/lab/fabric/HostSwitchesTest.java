package dev.drover.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.file.LabFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostSwitchesTest {
  private static final Path LAB = Path.of("/run/drover/labs/two");

  private static final String TEXT =
      """
      name: two
      placement: {}
      switches: [s1]
      hosts: [{name: h1, memory: 1GiB}, {name: h2}]
      links:
        - {ends: [h1, s1], rate: 100Mbit/s}
        - {ends: [h2, s1], rate: 100Mbit/s}
      """;

  private static HostSwitches switches(String text) {
    return new HostSwitches(LabFile.parse(text, "test"), LAB);
  }

  @Test
  void script_onlyHostsWithAgents_haveOneThatForwardsByItself() {
    assertThat(switches(TEXT).script())
        .contains(
            "mkdir /run/drover/labs/two/hosts/h1/switch\n",
            "nsenter --net=/run/netns/drover-two-h1 ovsdb-server ",
            " -- add-br vms0 -- set bridge vms0 datapath_type=netdev fail_mode=standalone"
                + " -- add-port vms0 to-br0\n")
        .doesNotContain("h2", "controller");
  }

  @Test
  void within_programsFindTheSwitchOfTheirHost() {
    String directory = LAB + "/hosts/h1/switch";

    assertThat(switches(TEXT).within("h1", List.of("ovs-vsctl", "show")))
        .contains(
            List.of(
                "env",
                "OVS_RUNDIR=" + directory,
                "OVS_LOGDIR=" + directory,
                "OVS_DBDIR=" + directory,
                "ovs-vsctl",
                "show"));
    assertThat(switches(TEXT).within("h2", List.of("true"))).isEmpty();
    assertThat(switches(TEXT).directoryOf("h1")).contains(Path.of(directory));
  }

  @Test
  void withoutPlacement_noHostHasOne() {
    assertThat(switches(TEXT.replace("placement: {}", "mtu: 1500")).directoryOf("h1")).isEmpty();
  }
}
