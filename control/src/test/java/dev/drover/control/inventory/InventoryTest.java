package dev.drover.control.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InventoryTest {
  @TempDir Path directory = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("inventory.yaml"), text);
  }

  @Test
  void inventory_asTheLabWritesIt_isRead() throws IOException {
    Inventory inventory =
        Inventory.read(
            file(
                """
                hosts:
                  - {name: h1, agent: "https://10.99.0.11:7443"}
                  - name: h2
                    agent: https://10.99.0.12:7443
                tls: {keyStore: ctl.p12, trustStore: /etc/trust.p12, passwordFile: password}
                network: https://10.99.0.1:7453
                netns: drover-demo-ctl
                directory: control
                """));
    assertThat(inventory.names()).containsExactly("h1", "h2");
    assertThat(inventory.host("h2").agent()).hasPort(7443);
    assertThat(inventory.network()).contains(URI.create("https://10.99.0.1:7453"));
    assertThat(inventory.netns()).contains("drover-demo-ctl");
    assertThat(inventory.directory()).isEqualTo(directory.resolve("control"));
    assertThat(inventory.tls()).isPresent();
    assertThat(inventory.tls().orElseThrow().trustStore()).isEqualTo(Path.of("/etc/trust.p12"));
    assertThat(inventory.tls().orElseThrow().keyStore()).isEqualTo(directory.resolve("ctl.p12"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hosts:#- {name: h1, agent: 'http://a:1'}|1: the inventory lacks 'directory'",
        "directory: d|1: the inventory lacks 'hosts'",
        "directory: d#hosts:#- {name: h1}|3: host h1 lacks 'agent'",
        "directory: d#hosts:#- {agent: 'http://a:1'}|3: a host lacks 'name'",
        "directory: d#hosts: h1|2: 'hosts' must be a list",
        "directory: d#hosts:#- {name: h1, agent: 'http://a'}|3: agent 'http://a' must be"
            + " http://address:port (the inventory has no 'tls')",
        "directory: d#hosts:#- {name: h1, agent: 'a b'}|3: 'a b' is not a URL: Illegal character in"
            + " path",
        "directory: d#hosts:#- {name: h1, agent: 'http://a:1'}#- {name: h1, agent: 'http://b:1'}|4:"
            + " host 'h1' is there twice (first on line 3); rename one",
        "directory: d#host: x|2: an inventory has no key 'host'; it has directory, hosts, netns,"
            + " network, tls",
        "directory: d#hosts: [{name: h1, agent: 'http://a:1'}]#network: 'https://c:1'|3: network"
            + " 'https://c:1' must be http://address:port (the inventory has no 'tls')",
        "directory: d#directory: e|2: 'directory' is there twice",
        "directory: [a|1: not YAML: while parsing a flow sequence",
        "just text|1: keys and values are expected, such as 'hosts:'",
      })
  void inventory_withAFault_isRefusedInOneLineWithItsPlace(String text, String fault)
      throws IOException {
    Path file = file(text.replace("#", "\n") + "\n");
    assertThatThrownBy(() -> Inventory.read(file))
        .isInstanceOf(ControlException.class)
        .hasMessageStartingWith(file + ":" + fault)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void inventory_thatIsMissing_saysWhatToDo() {
    assertThatThrownBy(() -> Inventory.read(directory.resolve("none.yaml")))
        .isInstanceOf(ControlException.class)
        .hasMessageEndingWith(
            "none.yaml does not exist; make it, or name the inventory file to use");
  }

  @Test
  void host_thatIsUnknown_isNamedWithThoseThereAre() throws IOException {
    Inventory inventory =
        Inventory.read(
            file(
                "directory: d\nhosts: [{name: h2, agent: 'http://a:1'}, {name: h1, agent: 'http://b:1'}]\n"));
    assertThatThrownBy(() -> Agents.of(inventory).agent("h9"))
        .isInstanceOf(ControlException.class)
        .hasMessage("unknown host 'h9'; " + inventory.file() + " has h1, h2");
  }

  @Test
  void agents_whoseKeysAreMissing_sayWhichFile() throws IOException {
    Inventory inventory =
        Inventory.read(
            file(
                """
                hosts: [{name: h1, agent: "https://a:1"}]
                tls: {keyStore: k.p12, trustStore: t.p12, passwordFile: p}
                directory: d
                """));
    assertThatThrownBy(() -> Agents.of(inventory))
        .isInstanceOf(ControlException.class)
        .hasMessageStartingWith(inventory.file() + ": ")
        .hasMessageContaining(directory.toString());
  }
}
