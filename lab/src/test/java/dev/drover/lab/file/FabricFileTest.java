package dev.drover.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.LabFile.Link;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.yaml.YamlException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FabricFileTest {
  private static final String LEAF_SPINE =
      """
      name: wide
      sdn: {routing: ecmp, weights: utilisation, reroute: true, period: 1s, idleTimeout: 10s, tls: true}
      topology:
        kind: leaf-spine
        spines: 2
        leaves: 3
        hostsPerLeaf: 2
        rate: 100Mbit/s
        uplink: 50Mbit/s
        buffer: 64KiB
        memory: 1GiB
      clients: [{name: c1}]
      links:
        - {ends: [c1, leaf3], rate: 1Gbit/s}
      vms:
        - {name: web, host: h6, memory: 256MiB}
      """;

  @Test
  void parse_leafSpine_joinsEveryLeafToEverySpine() {
    LabFile file = LabFile.parse(LEAF_SPINE, "wide.yaml");

    assertThat(file.switches()).containsExactly("spine1", "spine2", "leaf1", "leaf2", "leaf3");
    assertThat(file.hosts())
        .extracting(Host::name)
        .containsExactly("h1", "h2", "h3", "h4", "h5", "h6");
    assertThat(file.hosts()).extracting(Host::memory).containsOnly(Bytes.ofMebibytes(1024));
    assertThat(file.links()).hasSize(3 * 2 + 6 + 1);
    assertThat(file.link("spine2", "leaf3"))
        .contains(
            new Link("leaf3", "spine2", BitRate.ofMegabitsPerSecond(50), Bytes.of(64 * 1024)));
    assertThat(file.linkOf("h5"))
        .isEqualTo(new Link("h5", "leaf3", BitRate.ofMegabitsPerSecond(100), Bytes.of(64 * 1024)));
    assertThat(file.linkOf("c1").right()).isEqualTo("leaf3");
    assertThat(file.vm("web").host()).isEqualTo("h6");
    assertThat(file.sdn())
        .contains(
            new Sdn(
                "ecmp", "utilisation", true, Duration.ofSeconds(1), Duration.ofSeconds(10), true));
  }

  @Test
  void parse_fatTree_isThatOfThePaper() {
    LabFile file =
        LabFile.parse(
            """
            name: paper
            sdn: {}
            mtu: 9000
            topology: {kind: fat-tree, rate: 100Mbit/s}
            """,
            "paper.yaml");

    assertThat(file.switches()).containsExactly("s1", "s2", "s3", "s4", "s5");
    assertThat(file.links().stream().map(link -> List.of(link.left(), link.right())))
        .containsExactlyInAnyOrder(
            List.of("s4", "s1"),
            List.of("s4", "s2"),
            List.of("s4", "s3"),
            List.of("s5", "s1"),
            List.of("s5", "s2"),
            List.of("s5", "s3"),
            List.of("h1", "s4"),
            List.of("h2", "s4"),
            List.of("h3", "s4"),
            List.of("h4", "s5"),
            List.of("h5", "s5"),
            List.of("h6", "s5"));
    assertThat(file.hostsWithAgents()).isEmpty();
    assertThat(file.mtu()).isEqualTo(9000);
    assertThat(file.sdn())
        .contains(
            new Sdn("d-r", "bytes", false, Duration.ofSeconds(5), Duration.ofSeconds(30), false));
  }

  @Test
  void parse_noSdn_isBridgesWithFramesOfEthernet() {
    LabFile file =
        LabFile.parse(
            """
            name: plain
            switches: [s1]
            hosts: [{name: h1, memory: 1GiB}]
            links: [{ends: [h1, s1], rate: 100Mbit/s}]
            """,
            "plain.yaml");

    assertThat(file.sdn()).isEmpty();
    assertThat(file.mtu()).isEqualTo(1500);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          routing: ecmp        | routing: shortest     | 2  | 'shortest' is no way to choose a route; use one of static
          weights: utilisation | weights: packets      | 2  | 'packets' is no way to weigh links; use one of bytes
          reroute: true        | reroute: perhaps      | 2  | 'perhaps' is neither true nor false
          period: 1s           | period: 1ms           | 2  | 'period': it must be 100ms or longer
          idleTimeout: 10s     | idleTimeout: 10500ms  | 2  | 'idleTimeout': it must be whole seconds
          tls: true            | tsl: true             | 2  | 'tsl' is not a field of it; did you mean tls?
          kind: leaf-spine     | kind: leaf-spin       | 4  | 'leaf-spin' is no regular fabric; did you mean leaf-spine?
          kind: leaf-spine     | kind: fat-tree        | 5  | topology: 'spines' is not a field of it
          spines: 2            | spines: 0             | 5  | not a whole number from 1 to 64
          leaves: 3            | leafs: 3              | 4  | 'leaves' is missing
          hostsPerLeaf: 2      | hostsPerLeaf: many    | 7  | not a whole number from 1 to 64
          uplink: 50Mbit/s     | uplink: 5kbit/s       | 9  | 'uplink': it is below 1Mbit/s
          buffer: 64KiB        | buffer: 64B           | 10 | 'buffer' is below 16KiB
          memory: 1GiB         | memory: 1             | 11 | '1' is not a size
          {name: c1}           | {name: h1}            | 12 | client: 'h1' is already a host
          [c1, leaf3]          | [c1, leaf4]           | 14 | end 'leaf4' is unknown
          [c1, leaf3]          | [spine1, leaf3]       | 14 | 'spine1' and 'leaf3' are joined already
          """)
  void parse_brokenFile_refusesNamingFileLineAndFault(
      String from, String to, int line, String message) {
    String text = LEAF_SPINE.replaceFirst(Pattern.quote(from), to);
    assertThat(text).isNotEqualTo(LEAF_SPINE);

    assertThatThrownBy(() -> LabFile.parse(text, "wide.yaml"))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("wide.yaml:" + line + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void parse_redundantLinksWithoutController_refusesAndSaysWhatToAdd() {
    assertThatThrownBy(() -> LabFile.parse(LEAF_SPINE.replaceFirst("sdn: .*\n", ""), "wide.yaml"))
        .hasMessage(
            "wide.yaml:3: lab: 'leaf2' and 'spine2' are joined already; remove the loop or add"
                + " 'sdn', with which links may be redundant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fat-tree", "leaf-spine"})
  void read_shippedFabric_isWhole(String name) {
    LabFile file = LabFile.read(Path.of("../scenarios", name + ".yaml"));

    assertThat(file.name()).isEqualTo(name);
    assertThat(file.sdn()).isPresent();
    assertThat(file.hosts()).hasSize(6);
    assertThat(file.switches()).hasSize(5);
  }
}
