package dev.drover.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.lab.TestSupport;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.system.Cleanup;
import dev.drover.lab.system.Commands;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three routers in a line: what is true between the outer two is so over a third. */
final class RouterNetworkTest {
  private static final String NAME = "trt" + ProcessHandle.current().pid() % 100000;
  private static final LabFile FILE =
      LabFile.parse(
          """
          name: %s
          routers: [{name: r1, domain: ad1}, {name: r2, domain: ad2}, {name: r3, domain: ad3}]
          hosts: [{name: a, memory: 1GiB}, {name: b, memory: 1GiB}, {name: d}]
          clients: [{name: c}]
          links:
            - {ends: [a, r1], rate: 200Mbit/s}
            - {ends: [c, r1], rate: 90Mbit/s}
            - {ends: [r1, r2], rate: 200Mbit/s}
            - {ends: [r3, r2], rate: 60Mbit/s}
            - {ends: [b, r2], rate: 200Mbit/s}
            - {ends: [d, r3], rate: 200Mbit/s}
          vms:
            - {name: vm, host: a, memory: 256MiB}
          """
              .formatted(NAME),
          "test");

  @TempDir Path base;
  private Path directory = Path.of("unset");
  private final Addresses addresses = new Addresses(FILE);

  @BeforeEach
  void build() throws IOException {
    TestSupport.needsRoot();
    directory = Files.createDirectory(base.resolve("lab"));
    new Network(FILE).build(new Ledger(directory), Commands.of(directory));
  }

  @AfterEach
  void remove() {
    if (Files.exists(directory)) {
      Cleanup.run(directory);
    }
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "a, 10.77.1.201, 1",
    "c, 10.77.1.1, 1",
    "c, 10.77.2.2, 2",
    "d, 10.77.1.201, 3",
    "a, 10.77.3.3, 3"
  })
  void nodes_ofAnyDomains_reachEachOtherOverTheirRouters(String from, String to, int routers) {
    String answer = run(from, "busybox", "ping", "-c", "1", "-W", "3", to);

    assertThat(answer).contains("ttl=" + (64 - routers));
  }

  @Test
  void gateways_ofAllDomains_answerEverywhereByOneMac() {
    for (String node : List.of("a", "b", "c", "d")) {
      String device = node.equals("c") ? "nic0" : "br0";
      for (int domain = 1; domain <= 3; domain++) {
        String gateway = "10.77." + domain + ".254";
        run(node, "busybox", "ping", "-c", "1", "-W", "3", gateway);
        run(node, "busybox", "arping", "-c", "1", "-w", "3", "-I", device, gateway);
      }
      assertThat(run(node, "ip", "neigh", "show", "dev", device))
          .contains("10.77." + domainOf(node) + ".254 lladdr " + Addresses.GATEWAY_MAC);
    }
  }

  /** As a guest that was moved asks, and was answered where it came from. */
  @Test
  void address_behindAnotherPort_isAnsweredForByTheGatewaysMac() {
    String anywhere = "[" + Addresses.GATEWAY_MAC + "]";
    assertThat(arping("a", "br0", addresses.client("c"))).contains(anywhere);
    assertThat(arping("b", "br0", addresses.client("c"))).contains(anywhere);
    assertThat(arping("c", "nic0", addresses.data("a"))).contains(anywhere);
    // A VM of host a, as its edge agent would say. Behind the same port it answers itself.
    run("r1", "ip", "route", "add", addresses.vm("vm") + "/32", "dev", "p-a");
    assertThat(arping("c", "nic0", addresses.vm("vm"))).contains(anywhere);
    assertThat(unanswered("a", "br0", addresses.vm("vm"))).isTrue();
  }

  @Test
  void ipv6_onTheDataNetwork_isOfTheLinkAndUsableAtOnce() {
    String gateway = "fe80::5054:ff:fe77:ff01";
    for (String node : List.of("a", "c")) {
      String device = node.equals("c") ? "nic0" : "br0";
      assertThat(run(node, "ip", "-6", "-o", "addr", "show", "scope", "link"))
          .contains(device)
          .doesNotContain("tentative")
          .doesNotContain("mgmt0");
      run(node, "busybox", "ping6", "-c", "1", "-W", "3", gateway + "%" + device);
      assertThat(run(node, "ip", "-6", "addr", "show", "scope", "global")).isEmpty();
    }
    run("r1", "busybox", "ping6", "-c", "1", "-W", "3", "fe80::5054:ff:fe78:201%p-r2");
    assertThat(run("ctl", "ip", "-6", "addr")).isEmpty();
  }

  @Test
  void managementNetwork_isReachedByRoutersButNotThroughThem() {
    run("ctl", "busybox", "ping", "-c", "1", "-W", "3", addresses.managementOfRouter("r3"));
    run("a", "ip", "route", "add", "10.99.0.1/32", "via", "10.77.1.254");
    assertThatThrownBy(() ->
            run(
                "a",
                "busybox",
                "ping",
                "-I",
                addresses.data("a"),
                "-c",
                "1",
                "-W",
                "1",
                "10.99.0.1"))
        .isInstanceOf(LabException.class);
  }

  @ParameterizedTest(name = "{0} to {1}: {2} Mbit/s")
  @CsvSource({"d, b, 60", "b, a, 200"})
  void link_betweenRouters_carriesItsRate(String from, String to, double megabits)
      throws Exception {
    TestSupport.assertCarries(
        megabits * 0.92, megabits * 1.08, () -> TestSupport.transfer(addresses, from, to));
  }

  private static int domainOf(String node) {
    return node.equals("b") ? 2 : node.equals("d") ? 3 : 1;
  }

  private String arping(String node, String device, String address) {
    return run(node, "busybox", "arping", "-c", "1", "-w", "3", "-I", device, address);
  }

  private boolean unanswered(String node, String device, String address) {
    try {
      run(node, "busybox", "arping", "-c", "1", "-w", "1", "-I", device, address);
      return false;
    } catch (LabException e) {
      return true;
    }
  }

  private String run(String node, String... command) {
    return Commands.plain().run(Commands.in(addresses.namespace(node), List.of(command)), "");
  }
}
