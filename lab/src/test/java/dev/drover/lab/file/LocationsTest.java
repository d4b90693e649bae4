package dev.drover.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.agent.api.PlacementConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LocationsTest {
  /** Hosts h1, h2 … at these switches in turn, and one without memory at the first. */
  private static LabFile lab(String switches, String links, String... racks) {
    StringBuilder text = new StringBuilder("name: lab\nswitches: " + switches + "\nhosts:\n");
    StringBuilder ends = new StringBuilder();
    for (int i = 1; i <= racks.length; i++) {
      text.append("  - {name: h%d, memory: 1GiB}\n".formatted(i));
      ends.append("  - {ends: [h%d, %s], rate: 1Gbit/s}\n".formatted(i, racks[i - 1]));
    }
    text.append("  - {name: bare}\nlinks:\n  - {ends: [bare, ")
        .append(racks[0])
        .append("], rate: 1Gbit/s}\n");
    for (String link : links.isEmpty() ? new String[0] : links.split(" ", -1)) {
      ends.append("  - {ends: [%s], rate: 1Gbit/s}\n".formatted(link.replace("-", ", ")));
    }
    return LabFile.parse(text.append(ends).toString(), "test");
  }

  private static List<List<String>> locations(LabFile file) {
    Locations locations = new Locations(file);
    return file.hostsWithAgents().stream().map(host -> locations.of(host.name())).toList();
  }

  /** {@return the levels of all pairs of hosts, row by row} */
  private static List<List<Integer>> levels(LabFile file) {
    List<PlacementConfig.Host> hosts = new ArrayList<>();
    locations(file)
        .forEach(each ->
            hosts.add(new PlacementConfig.Host("h" + hosts.size(), "http://a", "10.77.0.1", each)));
    return hosts.stream().map(one -> hosts.stream().map(one::levelTo).toList()).toList();
  }

  @Test
  void star_allStandInOneRack() {
    LabFile file = lab("[s1]", "", "s1", "s1");

    assertThat(locations(file)).containsExactly(List.of("s1"), List.of("s1"));
    assertThat(levels(file)).containsExactly(List.of(0, 1), List.of(1, 0));
  }

  @Test
  void threeRacksUnderACore_areToldApartByTheirSwitches() {
    LabFile file = lab("[core, r1, r2, r3]", "r1-core r2-core core-r3", "r1", "r1", "r2", "r3");

    assertThat(locations(file))
        .containsExactly(List.of("r1"), List.of("r1"), List.of("r2"), List.of("r3"));
    assertThat(levels(file).getFirst()).containsExactly(0, 1, 2, 2);
  }

  @Test
  void podsOfRacks_haveALevelMore() {
    LabFile file =
        lab(
            "[core, p1, p2, r1, r2, r3, r4]",
            "p1-core p2-core r1-p1 r2-p1 r3-p2 r4-p2",
            "r1",
            "r1",
            "r2",
            "r3",
            "r4");

    assertThat(locations(file))
        .containsExactly(
            List.of("p1", "r1"),
            List.of("p1", "r1"),
            List.of("p1", "r2"),
            List.of("p2", "r3"),
            List.of("p2", "r4"));
    assertThat(levels(file).getFirst()).containsExactly(0, 1, 2, 3, 3);
    assertThat(levels(file).getLast()).containsExactly(3, 3, 3, 2, 0);
  }

  @Test
  void podsJoinedWithoutACore_arePodsAllTheSame() {
    LabFile file = lab("[p1, p2, r1, r2, r3]", "p1-p2 r1-p1 r2-p1 r3-p2", "r1", "r2", "r3");

    assertThat(locations(file))
        .containsExactly(List.of("p1", "r1"), List.of("p1", "r2"), List.of("p2", "r3"));
    assertThat(levels(file).getFirst()).containsExactly(0, 2, 3);
  }

  @Test
  void hostAtTheCore_isAsFarAsAnotherRack() {
    LabFile file = lab("[core, r1]", "r1-core", "core", "r1", "r1");

    assertThat(levels(file)).containsExactly(List.of(0, 2, 2), List.of(2, 0, 1), List.of(2, 1, 0));
  }

  @Test
  void leafSpine_locationIsTheLeaf() {
    LabFile file =
        fabric(
            "kind: leaf-spine, spines: 2, leaves: 3, hostsPerLeaf: 1, rate: 1Gbit/s, memory: 1GiB");

    assertThat(locations(file))
        .containsExactly(List.of("leaf1"), List.of("leaf2"), List.of("leaf3"));
    assertThat(levels(file).getFirst()).containsExactly(0, 2, 2);
  }

  @Test
  void fatTree_locationIsTheLowerSwitch() {
    LabFile file = fabric("kind: fat-tree, rate: 1Gbit/s, memory: 1GiB");

    assertThat(locations(file).getFirst()).containsExactly("s4");
    assertThat(locations(file).getLast()).containsExactly("s5");
    assertThat(levels(file).getFirst()).containsExactly(0, 1, 1, 2, 2, 2);
  }

  @Test
  void redundantPods_areCalledByTheFirstOfTheirTops() {
    LabFile file =
        lab(
            "[c1, c2, a1, a2, b1, b2, r1, r2, r3]\nsdn: {}",
            "c1-a1 c2-a2 c1-b1 c2-b2 a1-r1 a2-r1 a1-r2 a2-r2 b1-r3 b2-r3",
            "r1",
            "r2",
            "r3");

    assertThat(locations(file))
        .containsExactly(List.of("a1", "r1"), List.of("a1", "r2"), List.of("b1", "r3"));
    assertThat(levels(file).getFirst()).containsExactly(0, 2, 3);
  }

  @Test
  void hostWithoutMemory_standsNowhere() {
    Locations locations = new Locations(lab("[s1]", "", "s1"));

    assertThatThrownBy(() -> locations.of("bare")).hasMessageContaining("'bare' is no host");
  }

  private static LabFile fabric(String topology) {
    return LabFile.parse("name: lab\nsdn: {}\ntopology: {" + topology + "}\n", "test");
  }
}
