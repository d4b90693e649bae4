package dev.drover.cli.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.file.LabFile;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultDrawTest {
  private static final LabFile FABRIC =
      LabFile.parse(
          """
          name: t
          sdn: {routing: d-r}
          topology:
            {kind: leaf-spine, spines: 2, leaves: 2, hostsPerLeaf: 1, rate: 100Mbit/s, uplink: 100Mbit/s}
          """,
          "t.yaml");

  private static List<Fault> faults(long seed) {
    FaultDraw draw = new FaultDraw(FABRIC, new SplittableRandom(seed));
    return IntStream.range(0, 300).mapToObj(_ -> draw.next()).toList();
  }

  @Test
  void faults_ofAFabric_leaveEveryHostAWay() {
    Set<String> switches = new TreeSet<>();
    for (Fault fault : faults(1)) {
      switch (fault) {
        case Fault.LinkDown(String left, String right, _) ->
            assertThat(FABRIC.switches()).contains(left, right);
        case Fault.LinkFlaps(String left, String right, _, _) ->
            assertThat(FABRIC.switches()).contains(left, right);
        case Fault.SwitchKilled(String name, _) -> switches.add(name);
        case Fault.ControllerKilled _ -> {}
      }
    }
    assertThat(switches).hasSize(2).allMatch(name -> name.startsWith("spine"));
  }

  @Test
  void faults_ofOneSeed_areTheSame_andAllKindsComeUp() {
    assertThat(faults(3)).isEqualTo(faults(3)).isNotEqualTo(faults(4));
    assertThat(faults(3))
        .extracting(Fault::kind)
        .contains("link down", "link flaps", "switch killed", "controller killed");
  }

  @Test
  void lab_withoutRedundantLinks_isRefused() {
    LabFile tree =
        LabFile.parse(
            """
            name: t
            sdn: {routing: d-r}
            switches: [s1, s2]
            hosts: [{name: h1, memory: 1GiB}, {name: h2, memory: 1GiB}]
            links:
              - {ends: [s1, s2], rate: 100Mbit/s}
              - {ends: [h1, s1], rate: 100Mbit/s}
              - {ends: [h2, s2], rate: 100Mbit/s}
            """,
            "t.yaml");
    assertThatThrownBy(() -> new FaultDraw(tree, new SplittableRandom(1)))
        .hasMessageContaining("has no link that may fail");
  }
}
