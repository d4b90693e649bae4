package dev.drover.lab;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.system.LabException;
import dev.drover.lab.system.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what is missing before anything is made. */
final class Preflight {
  /** Programs and the Debian package of each. */
  private static final Map<String, String> PROGRAMS =
      new TreeMap<>(
          Map.of(
              "ip", "iproute2",
              "tc", "iproute2",
              "ss", "iproute2",
              "nsenter", "util-linux",
              "setsid", "util-linux",
              "openssl", "openssl",
              "iperf3", "iperf3",
              "gcc", "gcc libc6-dev",
              "busybox", "busybox-static",
              "qemu-system-x86_64", "qemu-system-x86"));

  /** What labs with Open vSwitches need beside that. */
  private static final Map<String, String> SWITCH_PROGRAMS =
      new TreeMap<>(
          Map.of(
              "ovs-vswitchd", "openvswitch-switch",
              "ovsdb-server", "openvswitch-switch",
              "ovsdb-tool", "openvswitch-switch",
              "ovs-vsctl", "openvswitch-switch",
              "ovs-ofctl", "openvswitch-switch",
              "ethtool", "ethtool"));

  /** By which agents catch what is addressed to their VMs. */
  private static final Map<String, String> CATCH_PROGRAMS = Map.of("nft", "nftables");

  private Preflight() {}

  static void checkRoot() {
    if (!Processes.isRoot()) {
      throw new LabException("a lab makes network namespaces, which needs root; run it with sudo");
    }
  }

  static void check(LabFile file) {
    checkRoot();
    check(PROGRAMS);
    if (file.sdn().isPresent() || file.placement().isPresent()) {
      check(SWITCH_PROGRAMS);
    }
    if (file.placement().isPresent()) {
      check(CATCH_PROGRAMS);
    }
  }

  private static void check(Map<String, String> programs) {
    List<String> path = Arrays.asList(System.getenv().getOrDefault("PATH", "").split(":", -1));
    programs.forEach((program, debianPackage) -> {
      if (path.stream().noneMatch(each -> Files.isExecutable(Path.of(each, program)))) {
        throw new LabException(
            "the lab needs '" + program + "'; install it: apt install " + debianPackage);
      }
    });
  }
}
