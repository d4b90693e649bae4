package dev.drover.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.file.LabFile.Router;
import dev.drover.lab.image.GuestArguments;
import dev.drover.lab.net.Addresses;
import dev.drover.lab.net.Routing;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.yaml.YamlException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouterFileTest {
  private static final String GOOD =
      """
      name: wan
      routers:
        - {name: r1, domain: ad1}
        - {name: r2, domain: ad2}
        - {name: r3, domain: ad3}
      hosts: [{name: a, memory: 1GiB}, {name: b, memory: 1GiB}]
      clients: [{name: c}]
      links:
        - {ends: [a, r1], rate: 200Mbit/s}
        - {ends: [r3, c], rate: 200Mbit/s}
        - {ends: [b, r2], rate: 200Mbit/s}
        - {ends: [r1, r2], rate: 100Mbit/s}
        - {ends: [r2, r3], rate: 100Mbit/s}
      vms:
        - {name: one, host: a, memory: 256MiB}
        - {name: two, host: b, memory: 256MiB}
      """;

  @Test
  void parse_routers_giveEveryNodeItsDomain() {
    LabFile file = LabFile.parse(GOOD, "wan.yaml");

    assertThat(file.routers())
        .containsExactly(new Router("r1", "ad1"), new Router("r2", "ad2"), new Router("r3", "ad3"));
    assertThat(file.routerOf("c")).contains(new Router("r3", "ad3"));
    Addresses addresses = new Addresses(file);
    assertThat(List.of(addresses.data("a"), addresses.data("b"), addresses.client("c")))
        .containsExactly("10.77.1.1", "10.77.2.2", "10.77.3.201");
    assertThat(List.of(addresses.vm("one"), addresses.vm("two")))
        .containsExactly("10.77.1.101", "10.77.2.102");
    assertThat(GuestArguments.of(file, file.vm("two")))
        .contains("drover.ip=10.77.2.102/24", "drover.gateway=10.77.2.254")
        .doesNotContain("ipv6.disable=1");
  }

  @Test
  void nextHops_ofRoutersInALoop_areOnShortestPaths() {
    LabFile line = LabFile.parse(GOOD, "wan.yaml");
    LabFile loop =
        LabFile.parse(
            GOOD.replace("vms:", "  - {ends: [r3, r1], rate: 100Mbit/s}\nvms:"), "wan.yaml");

    assertThat(new Routing(line).nextHops("r1")).isEqualTo(Map.of("r2", "r2", "r3", "r2"));
    assertThat(new Routing(line).nextHops("r2")).isEqualTo(Map.of("r1", "r1", "r3", "r3"));
    assertThat(new Routing(loop).nextHops("r1")).isEqualTo(Map.of("r2", "r2", "r3", "r3"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          domain: ad2     | domain: ad1       | 4  | domain 'ad1' has router 'r1'; a domain has one router
          name: r2, domain | name: r1, domain | 4  | router: 'r1' is already a router
          , domain: ad2   | ""                | 4  | 'domain' is missing
          [r1, r2]        | [r1, r1]          | 12 | 'r1' and 'r1' are joined already
          [r2, r3]        | [r2, r1]          | 13 | 'r2' and 'r1' are joined already
          [b, r2]         | [b, c]            | 11 | 'c' has a link already
          [r3, c]         | [b, c]            | 10 | neither 'b' nor 'c' is a switch or router
          routers:        | switches: [s1]\\nrouters: | 4 | a lab has switches or routers, not both
          routers:        | sdn: {}\\nrouters:        | 4 | 'sdn' needs switches; remove it
          routers:        | placement: {}\\nrouters:  | 4 | 'placement' needs switches; remove it
          """)
  void parse_brokenFile_refusesNamingFileLineAndFault(
      String from, String to, int line, String message) {
    String text = GOOD.replaceFirst(Pattern.quote(from), to.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(GOOD);

    assertThatThrownBy(() -> LabFile.parse(text, "wan.yaml"))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("wan.yaml:" + line + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void parse_routerWithoutLinkToTheOthers_isRefused() {
    assertThatThrownBy(
            () -> LabFile.parse(GOOD.replaceFirst(".*ends: \\[r1, r2].*\n", ""), "wan.yaml"))
        .hasMessageContaining("router 'r2' is not joined to the others; add a link");
  }

  @ParameterizedTest
  @CsvSource({"xia-intra, 1", "xia-inter, 2"})
  void read_shipped_isFigure1OfThePaper(String name, int routers) {
    LabFile file = LabFile.read(Path.of("../scenarios", name + ".yaml"));

    assertThat(file.name()).isEqualTo(name);
    assertThat(file.routers()).hasSize(routers);
    assertThat(file.vm("vm").memory()).isEqualTo(Bytes.ofMebibytes(640));
    assertThat(file.vm("vm").disk().orElseThrow().size()).isEqualTo(Bytes.parse("4GiB"));
    assertThat(file.vm("vm").host()).isEqualTo("a");
    assertThat(file.routerOf("c")).isEqualTo(file.routerOf("a"));
    assertThat(file.routerOf("b")).contains(file.routers().getLast());
    assertThat(file.links())
        .allSatisfy(link -> {
          assertThat(link.rate()).isEqualTo(BitRate.ofMegabitsPerSecond(200));
          assertThat(link.buffer()).isEqualTo(Bytes.of(256 * 1024));
        });
  }
}
