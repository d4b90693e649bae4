package dev.drover.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.TestSupport;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.system.Cleanup;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Ledger;
import dev.drover.lab.system.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class NetworkTest {
  private static final String NAME = "tnet" + ProcessHandle.current().pid() % 100000;
  private static final LabFile FILE =
      LabFile.parse(
          """
          name: %s
          switches: [s1, s2]
          hosts: [{name: h1, memory: 1GiB}, {name: h2, memory: 1GiB}]
          clients: [{name: c1}, {name: c2}]
          links:
            - {ends: [h1, s1], rate: 150Mbit/s}
            - {ends: [h2, s2], rate: 400Mbit/s}
            - {ends: [c1, s1], rate: 90Mbit/s}
            - {ends: [c2, s1], rate: 400Mbit/s}
            - {ends: [s1, s2], rate: 200Mbit/s}
          """
              .formatted(NAME),
          "test");

  @TempDir Path base;
  private Path directory = Path.of("unset");
  private final Network network = new Network(FILE);
  private final Addresses addresses = new Addresses(FILE);

  @BeforeEach
  void build() throws IOException {
    TestSupport.needsRoot();
    directory = Files.createDirectory(base.resolve("lab"));
    network.build(new Ledger(directory), Commands.of(directory));
  }

  @AfterEach
  void remove() {
    if (Files.exists(directory)) {
      Cleanup.run(directory);
    }
  }

  @ParameterizedTest(name = "{0} to {1}: {2} Mbit/s")
  @CsvSource({"c1, h2, 90", "h2, c1, 90", "c2, h1, 150", "c2, h2, 200", "h2, c2, 200"})
  void link_saturated_carriesItsRate(String from, String to, double megabits) throws Exception {
    TestSupport.assertCarries(megabits * 0.92, megabits * 1.08, () -> transfer(from, to));
  }

  @Test
  void namespaces_built_haveNoIpv6AndOnlyTheirOwnDevices() {
    String devices = run("h1", "ip", "-br", "link");
    assertThat(devices.lines().map(line -> line.split("[ @]", -1)[0]))
        .containsExactlyInAnyOrder("lo", "nic0", "br0", "mgmt0");
    assertThat(run("h1", "ip", "-6", "addr")).isEmpty();
    run("ctl", "fping", "-q", "-c", "1", "-t", "2000", addresses.management("h2"));
  }

  @Test
  void build_namespaceOfAnother_isRefusedAndLeftAlone() throws IOException {
    Path second = Files.createDirectory(base.resolve("second"));

    assertThatThrownBy(() -> network.build(new Ledger(second), Commands.of(second)))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("exists and is not of this lab");
    Cleanup.run(second);

    assertThat(TestSupport.namespaces("drover-" + NAME + "-"))
        .containsExactlyInAnyOrderElementsOf(network.namespaces());
  }

  @Test
  void cleanup_withProcessesInside_leavesNothing() throws Exception {
    Process sleeper =
        new ProcessBuilder(Commands.in(addresses.namespace("h1"), List.of("sleep", "600"))).start();
    Process marked = Commands.of(directory).daemon(List.of("sleep", "600"), base.resolve("log"));
    while (!Processes.in(network.namespaces()).contains(sleeper.pid())) {
      Thread.sleep(Duration.ofMillis(10));
    }

    Cleanup.run(directory);

    assertThat(sleeper.waitFor()).isNotZero();
    assertThat(marked.waitFor()).isNotZero();
    assertThat(TestSupport.namespaces("drover-" + NAME + "-")).isEmpty();
    assertThat(directory).doesNotExist();
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({"c1, h2", "h2, c1", "h1, h2"})
  void connections_overTheDataNetwork_useCubic(String from, String to) throws Exception {
    assertThat(transfer(from, to).at("/end/sender_tcp_congestion").asString()).isEqualTo("cubic");
  }

  private JsonNode transfer(String from, String to) throws Exception {
    Process server =
        new ProcessBuilder(Commands.in(addresses.namespace(to), List.of("iperf3", "-s", "-1")))
            .start();
    try {
      while (!run(to, "ss", "-tlnH").contains(":5201")) {
        Thread.sleep(Duration.ofMillis(20));
      }
      String address = to.startsWith("h") ? addresses.data(to) : addresses.client(to);
      String json = run(from, "iperf3", "-c", address, "-t", "3", "-O", "1", "-i", "0.5", "-J");
      return JsonMapper.shared().readTree(json);
    } finally {
      server.destroyForcibly();
    }
  }

  private String run(String node, String... command) {
    return Commands.plain().run(Commands.in(addresses.namespace(node), List.of(command)), "");
  }
}
