package dev.drover.agent.net;

import dev.drover.agent.api.AgentConfig.OpenVSwitch;
import java.util.List;

/**
 * The Open vSwitch whose ports are the taps. It forwards by MAC as a bridge does, but keeps apart,
 * and so counts, every pair of addresses, and for TCP every connection (S-CORE, section III-C).
 *
 * <p>Open vSwitch makes one flow of all packets that differ only in what its rules have not looked
 * at, which for plain forwarding is all but the MACs. Rules that copy a field have looked at it.
 */
final class VmSwitch {
  private static final String PAIR =
      "move:NXM_OF_IP_SRC[]->NXM_NX_REG0[],move:NXM_OF_IP_DST[]->NXM_NX_REG1[]";
  private static final String PORTS =
      "move:NXM_OF_TCP_SRC[]->NXM_NX_REG2[0..15],move:NXM_OF_TCP_DST[]->NXM_NX_REG2[16..31]";
  private static final List<String> RULES =
      List.of(
          "priority=2,tcp,actions=" + PAIR + "," + PORTS + ",NORMAL",
          "priority=1,ip,actions=" + PAIR + ",NORMAL",
          "priority=0,actions=NORMAL");

  private final Shell shell;
  private final OpenVSwitch settings;
  private final String bridge;

  /**
   * Does nothing yet.
   *
   * @param bridge that the switch is joined to
   */
  VmSwitch(Shell shell, OpenVSwitch settings, String bridge) {
    this.shell = shell;
    this.settings = settings;
    this.bridge = bridge;
  }

  /** Gives the switch its rules; what it has already stays untouched. */
  void open() {
    shell.run(
        List.of(
            "ovs-ofctl",
            "replace-flows",
            "unix:" + settings.directory().resolve(settings.bridge() + ".mgmt"),
            "-"),
        RULES);
  }

  /** Joins a tap, which is to take frames as long as the bridge's. */
  void join(String tap) {
    shell.ip(List.of("link set dev " + tap + " mtu " + BridgeLink.of(shell, bridge).mtu() + " up"));
    ports("--may-exist", "add-port", tap);
  }

  void leave(String tap) {
    ports("--if-exists", "del-port", tap);
  }

  private void ports(String how, String what, String tap) {
    shell.run(
        List.of(
            "ovs-vsctl",
            "--db=unix:" + settings.directory().resolve("db.sock"),
            "--timeout=10",
            how,
            what,
            settings.bridge(),
            tap),
        List.of());
  }
}
