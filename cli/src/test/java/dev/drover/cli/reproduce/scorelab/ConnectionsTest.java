package dev.drover.cli.reproduce.scorelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.cli.reproduce.scorelab.Connections.Flow;
import dev.drover.cli.reproduce.scorelab.Connections.Reading;
import dev.drover.lab.file.LabFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConnectionsTest {
  private static final LabFile FILE = LabFile.read(Path.of("../scenarios/placement.yaml"));
  private static final Flow FLOW = new Flow("10.77.1.1", 6201, "10.77.1.2", 6000);
  private static final List<Flow> ONE = List.of(FLOW);

  private static Reading reading(String host, long there, long back) {
    return new Reading(Map.of(host, Map.of(FLOW, there, FLOW.back(), back)));
  }

  @Test
  void of_theShippedLab_isOneForEachVmAndPeer() {
    assertThat(Connections.of(FILE)).hasSize(24).doesNotHaveDuplicates().contains(FLOW);
  }

  @Test
  void parse_flowsOfASwitch_areTheirBytes() {
    String flows =
        """
        recirc_id(0),in_port(2),packet_type(ns=0,id=0),eth(src=52:54:00:77:01:01,dst=52:54:00:77:01:02),eth_type(0x0800),ipv4(src=10.77.1.1,dst=10.77.1.2,proto=6,frag=no),tcp(src=6201,dst=6000), packets:17, bytes:4242, used:0.003s, flags:P., actions:3
        recirc_id(0),in_port(2),packet_type(ns=0,id=0),eth(src=52:54:00:77:01:01),eth_type(0x0806), packets:1, bytes:42, used:0.9s, actions:3
        """;
    assertThat(Connections.parse(flows)).containsExactly(Map.entry(FLOW, 4242L));
  }

  @Test
  void alive_bothDirectionsCarryBytes_whereverTheyAreCounted() {
    assertThat(Connections.alive(ONE, reading("h1", 10, 10), reading("h1", 20, 11)))
        .containsExactly(FLOW);
    assertThat(Connections.alive(ONE, reading("h1", 10, 10), reading("h2", 5, 5)))
        .containsExactly(FLOW);
    // Its counter began anew.
    assertThat(Connections.alive(ONE, reading("h1", 10, 10), reading("h1", 3, 3)))
        .containsExactly(FLOW);
  }

  @Test
  void alive_onlyOneDirection_isNot() {
    assertThat(Connections.alive(ONE, reading("h1", 10, 10), reading("h1", 20, 10))).isEmpty();
    assertThat(Connections.alive(ONE, reading("h1", 10, 10), new Reading(Map.of()))).isEmpty();
  }
}
