package dev.drover.cli.reproduce.scorelab;

import dev.drover.lab.Lab;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.Workload;
import dev.drover.lab.net.Addresses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The TCP connections between the lab's VMs, one for each VM and each that it sends to. A guest
 * never makes one again that broke, so that one which carries bytes is the one that was made when
 * the guests started; what ports it has says whose it is.
 */
final class Connections {
  private static final Pattern FLOW =
      Pattern.compile(
          "ipv4\\(src=([0-9.]+),dst=([0-9.]+),.*tcp\\(src=(\\d+),dst=(\\d+)\\).*bytes:(\\d+)");

  private final Lab lab;
  private final List<Flow> all;

  Connections(Lab lab) {
    this.lab = lab;
    this.all = of(lab.file());
  }

  /** One direction of a connection. */
  record Flow(String source, int sourcePort, String destination, int destinationPort) {
    Flow back() {
      return new Flow(
          /* source= */ destination,
          /* sourcePort= */ destinationPort,
          /* destination= */ source,
          /* destinationPort= */ sourcePort);
    }
  }

  /** What the hosts' switches have counted of a flow, by host. */
  record Reading(Map<String, Map<Flow, Long>> hosts) {}

  /** {@return all that there should be, as their senders send} */
  static List<Flow> of(LabFile file) {
    Addresses addresses = new Addresses(file);
    List<Flow> flows = new ArrayList<>();
    for (GuestVm vm : file.vms()) {
      for (Workload.Peer peer : vm.workload().peers()) {
        flows.add(
            new Flow(
                addresses.vm(vm.name()),
                addresses.portTo(peer.vm()),
                addresses.vm(peer.vm()),
                addresses.portFrom(vm.name())));
      }
    }
    return flows;
  }

  int count() {
    return all.size();
  }

  Reading read() throws IOException, InterruptedException {
    Map<String, Map<Flow, Long>> hosts = new HashMap<>();
    for (LabFile.Host host : lab.file().hostsWithAgents()) {
      String said = NodeCommand.said(lab, host.name(), List.of("ovs-appctl", "dpctl/dump-flows"));
      hosts.put(host.name(), parse(said));
    }
    return new Reading(hosts);
  }

  static Map<Flow, Long> parse(String flows) {
    Map<Flow, Long> bytes = new HashMap<>();
    flows
        .lines()
        .map(FLOW::matcher)
        .filter(Matcher::find)
        .forEach(found ->
            bytes.merge(
                new Flow(
                    found.group(1),
                    Integer.parseInt(found.group(3)),
                    found.group(2),
                    Integer.parseInt(found.group(4))),
                Long.parseLong(found.group(5)),
                Long::sum));
    return bytes;
  }

  /** {@return how many guests' consoles say that a connection ended} */
  long saidToHaveEnded() throws IOException {
    try (Stream<Path> files = Files.walk(lab.directory().resolve("hosts"))) {
      long ended = 0;
      for (Path file : files.filter(each -> each.endsWith("console.log")).toList()) {
        String said = Files.readString(file, StandardCharsets.ISO_8859_1);
        ended += said.lines().filter(line -> line.contains(" ended: ")).count();
      }
      return ended;
    }
  }

  /** {@return those that carried bytes in both directions between two readings} */
  Set<Flow> alive(Reading before, Reading after) {
    return alive(all, before, after);
  }

  static Set<Flow> alive(List<Flow> all, Reading before, Reading after) {
    Set<Flow> alive = new HashSet<>();
    for (Flow flow : all) {
      if (carried(flow, before, after) && carried(flow.back(), before, after)) {
        alive.add(flow);
      }
    }
    return alive;
  }

  /** A counter may begin anew when a switch learns where a VM is now: then it is lower. */
  private static boolean carried(Flow flow, Reading before, Reading after) {
    return after.hosts().entrySet().stream()
        .anyMatch(host -> {
          long now = host.getValue().getOrDefault(flow, 0L);
          long then = before.hosts().getOrDefault(host.getKey(), Map.of()).getOrDefault(flow, 0L);
          return now > 0 && now != then;
        });
  }
}
