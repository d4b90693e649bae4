package dev.drover.sdn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.calls.TlsFiles;
import dev.drover.decide.routing.LinkWeights;
import dev.drover.model.unit.BitRate;
import dev.drover.sdn.control.ControllerSettings;
import dev.drover.sdn.control.ControllerSettings.NamedHost;
import dev.drover.sdn.control.ControllerSettings.NamedSwitch;
import dev.drover.sdn.control.ControllerSettings.RatedLink;
import dev.drover.yaml.YamlException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdnConfigFileTest {
  private static final String LEAST =
      """
      openflow: 10.99.0.1:6653
      api: 10.99.0.1:7453
      """;

  private static final String WHOLE =
      LEAST
          + """
          tls: {keyStore: ctl.p12, trustStore: /k/ca.p12, passwordFile: pw}
          switchTls: {keyStore: sw.p12, trustStore: /k/ca.p12, passwordFile: pw}
          routing: ecmp
          period: 2s
          idleTimeout: 10s
          weights: utilisation
          reroute: true
          discovery: 500ms
          switches: [{name: s1, datapath: 1}, {name: s2, datapath: 0x00000a0b0c0d0e0f}]
          links: [{ends: [s1, s2], rate: 200Mbit/s}]
          hosts: [{name: h1, address: 10.77.0.1, rate: 200Mbit/s}, {name: v, address: 10.77.0.2}]
          """;

  @TempDir Path directory;

  private SdnConfig read(String text) throws IOException {
    return SdnConfigFile.read(Files.writeString(directory.resolve("sdn.yaml"), text));
  }

  @Test
  void leastFile_hasTheStandardSettings() throws IOException {
    SdnConfig config = read(LEAST);

    assertThat(config.openflow()).isEqualTo(new InetSocketAddress("10.99.0.1", 6653));
    assertThat(config.tls()).isEmpty();
    assertThat(config.switchTls()).isEmpty();
    assertThat(config.settings().routing().name()).isEqualTo("d-r");
    assertThat(config.settings().period())
        .isEqualTo(ControllerSettings.standard().period())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(config.settings().switches()).isEmpty();
  }

  @Test
  void wholeFile_isRead() throws IOException {
    SdnConfig config = read(WHOLE);
    ControllerSettings settings = config.settings();

    assertThat(config.tls())
        .contains(
            new TlsFiles(
                directory.resolve("ctl.p12"), Path.of("/k/ca.p12"), directory.resolve("pw")));
    assertThat(config.switchTls().orElseThrow().keyStore()).isEqualTo(directory.resolve("sw.p12"));
    assertThat(settings.routing().name()).isEqualTo("ecmp");
    assertThat(settings.period()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.idleTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.discovery()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.weights()).isEqualTo(LinkWeights.UTILISATION);
    assertThat(settings.reroute()).isTrue();
    assertThat(settings.switches())
        .containsExactly(new NamedSwitch("s1", 1), new NamedSwitch("s2", 0x0a0b0c0d0e0fL));
    assertThat(settings.links())
        .containsExactly(new RatedLink("s1", "s2", BitRate.ofMegabitsPerSecond(200)));
    assertThat(settings.hosts())
        .containsExactly(
            new NamedHost("h1", "10.77.0.1", BitRate.ofMegabitsPerSecond(200)),
            new NamedHost("v", "10.77.0.2", BitRate.ZERO));
  }

  @Test
  void link_ofUnnamedSwitches_namesThemByDatapath() throws IOException {
    SdnConfig config = read(LEAST + "links: [{ends: [a0b0c0d0e0f, 1], rate: 1Gbit/s}]\n");

    assertThat(config.settings().links())
        .extracting(RatedLink::left)
        .containsExactly("a0b0c0d0e0f");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          api: 10.99.0.1:7453             | api: nowhere            | 2: controller: 'api': 'nowhere' is not an address
          api: 10.99.0.1:7453             | api: 10.99.0.1:6653     | 2: controller: 'api' and 'openflow' are the same
          routing: ecmp                   | routing: ospf           | 5: controller: 'routing': 'ospf' is no way to choose
          period: 2s                      | period: 2               | 6: controller: 'period'
          period: 2s                      | period: 0s              | 6: controller: period must be longer
          idleTimeout: 10s                | idleTimeout: 500ms      | 7: controller: idleTimeout must be whole seconds
          discovery: 500ms                | discovery: 20ms         | 10: controller: discovery must be at least 100ms
          weights: utilisation            | weights: hops           | 8: controller: 'weights'
          reroute: true                   | reroute: perhaps        | 9: controller: 'reroute': 'perhaps' is not true or false
          0x00000a0b0c0d0e0f              | 1                       | 11: controller: datapath 1 is there twice
          datapath: 1}                    | datapath: x}            | 11: switch: 'datapath': 'x' is not a datapath id
          ends: [s1, s2]                  | ends: [s1, s9]          | 12: link: 's9' is none of 'switches'
          ends: [s1, s2]                  | ends: [s1]              | 12: link: 'ends' needs two switches
          address: 10.77.0.2              | address: 10.77.0.256    | 13: host: 'address': '10.77.0.256' is not an IPv4
          reroute: true                   | rerote: true            | 9: controller: 'rerote' is not a field of it; did you mean reroute?
          keyStore: ctl.p12, trustStore   | trustStore              | 3: tls: 'keyStore' is missing
          """)
  void fault_isOneLineWithFileAndLine(String good, String bad, String message) {
    assertThatThrownBy(() -> read(WHOLE.replaceFirst(Pattern.quote(good), bad)))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("sdn.yaml:" + message)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n");
  }

  @Test
  void missingFile_saysSo() {
    assertThatThrownBy(() -> SdnConfigFile.read(directory.resolve("none.yaml")))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("none.yaml: no such file");
  }
}
