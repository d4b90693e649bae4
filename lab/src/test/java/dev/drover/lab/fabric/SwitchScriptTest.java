package dev.drover.lab.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.file.LabFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SwitchScriptTest {
  private static final Path LAB = Path.of("/run/drover/labs/two");

  private static final String TEXT =
      """
      name: two
      sdn: {tls: false}
      switches: [s1, s2]
      hosts: [{name: h1}]
      links:
        - {ends: [h1, s2], rate: 100Mbit/s}
        - {ends: [s1, s2], rate: 100Mbit/s}
      """;

  @Test
  void script_twoSwitches_setsUpEachInOneStepAndStartsBothAtOnce() {
    assertThat(script(TEXT))
        .isEqualTo(
            """
            mkdir /run/drover/labs/two/switches
            ovsdb-tool create /run/drover/labs/two/switches/empty.db
            """
                + one("s1", 1, "p-s2")
                + one("s2", 2, "p-h1", "p-s1")
                + "for pid in $pids; do wait $pid; done\n");
  }

  @Test
  void script_tls_givesEachItsKeysAndConnectsBySsl() {
    assertThat(script(TEXT.replace("tls: false", "tls: true")))
        .contains(
            " -- set-ssl /k/s1.key /k/s1.crt /k/ca.crt -- add-br br0 -- ",
            " -- set-ssl /k/s2.key /k/s2.crt /k/ca.crt -- add-br br0 -- ",
            " -- set-controller br0 ssl:10.99.0.1:6653 -- ")
        .doesNotContain("tcp:");
  }

  private static String script(String text) {
    return new OpenSwitches(
            LabFile.parse(text, "test"),
            LAB,
            name ->
                new SwitchKeys(
                    Path.of("/k", name + ".key"),
                    Path.of("/k", name + ".crt"),
                    Path.of("/k/ca.crt")))
        .script();
  }

  private static String one(String name, int datapath, String... ports) {
    String inside = "nsenter --net=/run/netns/drover-two-" + name;
    String directory = LAB + "/switches/" + name;
    StringBuilder text =
        new StringBuilder(
            """
            (
            mkdir %2$s
            cp /run/drover/labs/two/switches/empty.db %2$s/conf.db
            export OVS_RUNDIR=%2$s OVS_LOGDIR=%2$s OVS_DBDIR=%2$s
            %1$s ovsdb-server --detach --pidfile --log-file -vconsole:off -vsyslog:off \
            --remote=punix:%2$s/db.sock %2$s/conf.db
            ovs-vsctl --no-wait set open_vswitch . other_config:n-handler-threads=1 \
            other_config:n-revalidator-threads=1 -- add-br br0 -- \
            set bridge br0 datapath_type=netdev fail_mode=secure protocols=OpenFlow10,OpenFlow13 \
            other_config:datapath-id=%3$016x -- set-controller br0 tcp:10.99.0.1:6653 -- \
            set controller br0 connection_mode=out-of-band inactivity_probe=1500 \
            max_backoff=1000 -- --id=@none create qos type=linux-noop\
            """
                .formatted(inside, directory, datapath));
    int number = 0;
    for (String port : ports) {
      text.append(
          " -- add-port br0 %1$s -- set interface %1$s ofport_request=%2$d -- set port %1$s qos=@none"
              .formatted(port, ++number));
    }
    return text
        + """

        %1$s nice -n -10 ovs-vswitchd --detach --pidfile --log-file -vconsole:off -vsyslog:off \
        unix:%2$s/db.sock
        ) & pids="$pids $!"
        """
            .formatted(inside, directory);
  }
}
