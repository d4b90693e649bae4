package dev.drover.agent.flow;

import java.util.List;

/**
 * What a bridge that forwards by MAC address tells flows apart by. Its datapath's flows are as
 * coarse as what the bridge looks at; a rule that copies a header's field into a register of no
 * further use makes it look. Verified with Open vSwitch 3.1, userspace datapath.
 */
public enum FlowDetail {
  /** Source and destination address: all that S-CORE's decision needs. */
  PAIR,
  /** The protocol of IP as well. */
  PROTOCOL,
  /** Ports of TCP and UDP as well: a flow for each connection, which Open vSwitch pays for. */
  PORTS;

  private static final String ADDRESSES =
      "move:NXM_OF_IP_SRC[]->NXM_NX_REG0[],move:NXM_OF_IP_DST[]->NXM_NX_REG1[]";
  private static final String AND_PROTOCOL =
      ADDRESSES + ",move:NXM_OF_IP_PROTO[]->NXM_NX_REG2[0..7]";

  /**
   * {@return rules as {@code ovs-ofctl add-flow} takes them, none for what is not IPv4}
   *
   * @param priority of the first; there may be one more above
   */
  public List<String> rules(int priority) {
    return switch (this) {
      case PAIR -> List.of(rule(priority, "ip", ADDRESSES));
      case PROTOCOL -> List.of(rule(priority, "ip", AND_PROTOCOL));
      case PORTS ->
          List.of(
              rule(priority, "ip", AND_PROTOCOL),
              rule(priority + 1, "tcp", ports("TCP")),
              rule(priority + 1, "udp", ports("UDP")));
    };
  }

  private static String ports(String protocol) {
    return AND_PROTOCOL
        + ",move:NXM_OF_"
        + protocol
        + "_SRC[]->NXM_NX_REG3[0..15],move:NXM_OF_"
        + protocol
        + "_DST[]->NXM_NX_REG3[16..31]";
  }

  private static String rule(int priority, String match, String moves) {
    return "priority=" + priority + "," + match + ",actions=" + moves + ",NORMAL";
  }
}
