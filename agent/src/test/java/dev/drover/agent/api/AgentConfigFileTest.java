package dev.drover.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigFileTest {
  private static final String GOOD =
      """
      host: h1
      directory: /run/drover/h1
      listen: 10.99.0.11:7443
      dataAddress: 10.77.0.1
      nic: {device: nic0, bridge: br0, rate: 200Mbit/s, buffer: 256KiB}
      memory: 2GiB
      accelerator: auto
      """;

  @TempDir Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("agent.yaml"), text);
  }

  @Test
  void file_withoutTls_isReadWithUnits() throws IOException {
    AgentConfig config = AgentConfigFile.read(file(GOOD));

    assertThat(config.nic().rate()).isEqualTo(BitRate.ofMegabitsPerSecond(200));
    assertThat(config.nic().buffer()).isEqualTo(Bytes.of(256 << 10));
    assertThat(config.memory()).isEqualTo(Bytes.ofMebibytes(2048));
    assertThat(config.directory()).isEqualTo(Path.of("/run/drover/h1"));
    assertThat(config.tls()).isEmpty();
  }

  @Test
  void file_withTls_namesThreeFiles() throws IOException {
    AgentConfig config =
        AgentConfigFile.read(
            file(
                GOOD + "tls: {keyStore: /k/h1.p12, trustStore: /k/ca.p12, passwordFile: /k/pw}\n"));

    assertThat(config.tls().orElseThrow().trustStore()).isEqualTo(Path.of("/k/ca.p12"));
  }

  @Test
  void badUnit_isOneLineWithFileLineAndFault() throws IOException {
    Path bad = file(GOOD.replace("2GiB", "2Gigs"));

    assertThatThrownBy(() -> AgentConfigFile.read(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("agent.yaml:6: memory: '2Gigs' is not a size")
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n");
  }

  @Test
  void unknownField_isRefusedByName() throws IOException {
    Path bad = file(GOOD + "acelerator: tcg\n");

    assertThatThrownBy(() -> AgentConfigFile.read(bad)).hasMessageContaining("acelerator");
  }

  @Test
  void missingFile_saysSo() {
    assertThatThrownBy(() -> AgentConfigFile.read(directory.resolve("none.yaml")))
        .hasMessageContaining("none.yaml: no such file");
  }
}
