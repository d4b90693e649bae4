package dev.drover.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlacementConfigTest {
  private static final String GOOD =
      """
      host: h1
      directory: /run/drover/h1
      listen: 10.99.0.11:7443
      dataAddress: 10.77.0.1
      nic:
        device: nic0
        bridge: br0
        rate: 200Mbit/s
        buffer: 256KiB
        openVSwitch: {directory: /run/drover/h1/switch, bridge: vms0}
      memory: 2GiB
      accelerator: auto
      placement:
        port: 7470
        vms: 10.77.1.0/24
        hosts:
          - {name: h1, agent: "https://10.99.0.11:7443", dataAddress: 10.77.0.1, location: [p1, r1]}
          - {name: h2, agent: "https://10.99.0.12:7443", dataAddress: 10.77.0.2, location: [p1, r2]}
      """;

  @TempDir Path directory;

  private AgentConfig read(String text) throws IOException {
    return AgentConfigFile.read(Files.writeString(directory.resolve("agent.yaml"), text));
  }

  private static PlacementConfig.Host host(String name, String... location) {
    return new PlacementConfig.Host(name, "http://a", "10.77.0.1", List.of(location));
  }

  @Test
  void file_withPlacement_isReadWhole() throws IOException {
    AgentConfig config = read(GOOD);

    assertThat(config.nic().openVSwitch())
        .contains(new AgentConfig.OpenVSwitch(Path.of("/run/drover/h1/switch"), "vms0"));
    PlacementConfig placement = config.placement().orElseThrow();
    assertThat(placement.port()).isEqualTo(7470);
    assertThat(placement.vms()).isEqualTo("10.77.1.0/24");
    assertThat(placement.host("h2").orElseThrow().location()).containsExactly("p1", "r2");
    assertThat(placement.host("h3")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "port: 7470 | port: 0 | port 0 is not one from 1 to 65535",
        "vms: 10.77.1.0/24 | vms: all | vms 'all' is not a range of addresses",
        "name: h2 | name: h1 | host 'h1' is listed twice",
        "dataAddress: 10.77.0.2 | dataAddress: h2 | dataAddress 'h2' is not an IPv4 address",
        "[p1, r2] | [] | host 'h2' has no location",
      })
  void file_wrong_isRefusedWithFileLineAndFault(String right, String wrong, String fault) {
    assertThatThrownBy(() -> read(GOOD.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("agent.yaml:1")
        .hasMessageContaining(fault);
  }

  @Test
  void level_isHowFarUpTheTreePacketsGo() {
    PlacementConfig.Host one = host("h1", "p1", "r1");

    assertThat(one.levelTo(one)).isZero();
    assertThat(one.levelTo(host("h2", "p1", "r1"))).isEqualTo(1);
    assertThat(one.levelTo(host("h3", "p1", "r2"))).isEqualTo(2);
    assertThat(one.levelTo(host("h4", "p2", "r3"))).isEqualTo(3);
    // One that stands at the top has no rack, and is as far as another pod.
    assertThat(one.levelTo(host("h5", "core"))).isEqualTo(3);
    assertThat(host("h5", "core").levelTo(one)).isEqualTo(3);
  }
}
