package dev.drover.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.file.Workload.Peer;
import dev.drover.lab.image.GuestArguments;
import dev.drover.model.unit.BitRate;
import dev.drover.yaml.YamlException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacementFileTest {
  private static final String GOOD =
      """
      name: pairs
      placement: {}
      switches: [s1]
      hosts: [{name: h1, memory: 1GiB}]
      clients: [{name: c1}]
      links:
        - {ends: [h1, s1], rate: 200Mbit/s}
        - {ends: [c1, s1], rate: 200Mbit/s}
      vms:
        - {name: a, host: h1, memory: 128MiB, workload: {kind: peers, to: [{vm: b, rate: 3Mbit/s}, {vm: c, rate: 200kbit/s}]}}
        - {name: b, host: h1, memory: 128MiB, workload: {kind: peers, to: [{vm: a, rate: 1Mbit/s}]}}
        - {name: c, host: h1, memory: 128MiB, workload: {kind: peers}}
        - {name: d, host: h1, memory: 128MiB}
      """;

  private static String arguments(LabFile file, String vm) {
    return String.join(" ", GuestArguments.of(file, file.vm(vm)));
  }

  @Test
  void parse_placementAndPeers_hasThem() {
    LabFile file = LabFile.parse(GOOD, "lab.yaml");

    assertThat(file.placement())
        .contains(new Placement(Placement.DEFAULT_PORT, new java.util.TreeMap<>()));
    assertThat(file.probing()).isEqualTo(Duration.ofMillis(10));
    assertThat(file.vm("a").workload().peers())
        .containsExactly(
            new Peer("b", BitRate.ofMegabitsPerSecond(3)),
            new Peer("c", BitRate.ofBitsPerSecond(200_000)));
    assertThat(file.vm("c").workload().peers()).isEmpty();
  }

  @Test
  void parse_withoutPlacement_hasNone() {
    assertThat(LabFile.parse(GOOD.replace("placement: {}", "mtu: 1500"), "lab.yaml").placement())
        .isEmpty();
  }

  @Test
  void guests_bothEndsOfAConnection_agreeOnPortsThatNoOtherPairHas() {
    LabFile file = LabFile.parse(GOOD, "lab.yaml");

    assertThat(arguments(file, "a"))
        .contains("drover.to=10.77.1.2:6000:6201:3000000,10.77.1.3:6000:6202:200000")
        .contains("drover.from=6001");
    assertThat(arguments(file, "b"))
        .contains("drover.to=10.77.1.1:6001:6200:1000000")
        .contains("drover.from=6000");
    assertThat(arguments(file, "c")).contains("drover.from=6000").doesNotContain("drover.to");
    assertThat(arguments(file, "d")).doesNotContain("drover.to").doesNotContain("drover.from");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{vm: b, rate: 3Mbit/s} | {vm: e, rate: 3Mbit/s} | lab.yaml:10: peer of vm 'a': vm of kind"
            + " 'peers' 'e' is unknown; use one of a, b, c",
        "{vm: b, rate: 3Mbit/s} | {vm: d, rate: 3Mbit/s} | 'd' is unknown",
        "{vm: b, rate: 3Mbit/s} | {vm: a, rate: 3Mbit/s} | 'a' is the VM itself or named twice",
        "{vm: b, rate: 3Mbit/s} | {vm: c, rate: 3Mbit/s} | 'c' is the VM itself or named twice",
        "{vm: b, rate: 3Mbit/s} | {vm: b} | 'rate' is missing",
        "{vm: b, rate: 3Mbit/s} | {vm: b, rate: 1bit/s} | 'rate': it is below 10kbit/s",
        "kind: peers} | kind: idle, to: []} | 'to' is not a field of it",
        "placement: {} | placement: {port: 80} | lab.yaml:2: placement: 'port': '80' is not a",
        "placement: {} | placement: {window: 0s} | 'window': must be above zero",
        "placement: {} | placement: {price: -1} | 'price': must not be negative",
        "placement: {} | placement: {windows: 1s} | 'windows' is not a field of it",
        "placement: {} | probing: 1500us | 'probing': it must be whole milliseconds",
      })
  void parse_wrong_isRefusedWithPlaceAndFault(String right, String wrong, String fault) {
    assertThatThrownBy(() -> LabFile.parse(GOOD.replace(right, wrong), "lab.yaml"))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining(fault);
  }
}
