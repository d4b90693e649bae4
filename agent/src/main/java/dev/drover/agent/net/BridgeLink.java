package dev.drover.agent.net;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bridge as {@code ip link} shows it.
 *
 * @param mtu in bytes
 */
record BridgeLink(String mac, int mtu) {
  private static final Pattern LINE = Pattern.compile(" mtu (\\d+) .* link/ether ([0-9a-f:]{17}) ");

  /**
   * Looks at the bridge so named.
   *
   * @throws NetworkException when there is none
   */
  static BridgeLink of(Shell shell, String name) {
    String shown = shell.output("ip", "-o", "link", "show", "dev", name);
    Matcher matcher = LINE.matcher(shown);
    if (!matcher.find()) {
      throw new NetworkException("'" + name + "' is not an Ethernet device: " + shown.strip());
    }
    return new BridgeLink(matcher.group(2), Integer.parseInt(matcher.group(1)));
  }
}
