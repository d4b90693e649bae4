package dev.drover.agent.net;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends on what still comes to this host for a VM that has left: what was under way, and what
 * neighbours on the same bridge send to the VM's MAC until they ask anew.
 *
 * <p>A bridge hands frames for a MAC that is merely said to be its own to nobody, as they are not
 * for its device. So the VM's MAC gets a device of its own on the bridge (macvlan), deaf to ARP,
 * that forwards; and the VM's address gets a route to the gateway.
 */
public final class Stragglers {
  private static final Logger LOG = LoggerFactory.getLogger(Stragglers.class);

  /** Of these routes, so that a successor finds them; free for any use (rtnetlink(7)). */
  private static final int PROTOCOL = 77;

  private static final String PREFIX = "gone-";

  private final Shell shell;
  private final Interfaces interfaces;
  private final String bridge;
  private final String gateway;

  /**
   * Does nothing yet.
   *
   * @param bridge of this host
   * @param gateway the address of the router that knows where VMs are
   */
  public Stragglers(String bridge, String gateway) {
    this(new Shell(List.of()), Interfaces.OWN, bridge, gateway);
  }

  Stragglers(Shell shell, Interfaces interfaces, String bridge, String gateway) {
    this.shell = shell;
    this.interfaces = interfaces;
    this.bridge = bridge;
    this.gateway = gateway;
  }

  /** Ends what an earlier agent began. */
  public void clear() {
    interfaces.read().keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(name -> quietly("link del " + name));
    quietly("route flush proto " + PROTOCOL);
  }

  /** Sends on what comes for a VM; never fails, but says so. */
  public void begin(String address, String mac) {
    String device = device(address);
    try {
      shell.ip(
          List.of(
              "link add link %s name %s address %s type macvlan mode private"
                  .formatted(bridge, device, mac)));
      set(device, "rp_filter", "0");
      set(device, "forwarding", "1");
      shell.ip(
          List.of(
              "link set " + device + " arp off up",
              "route replace %s/32 via %s dev %s proto %d"
                  .formatted(address, gateway, bridge, PROTOCOL)));
    } catch (NetworkException e) {
      LOG.warn("what comes here for {} is not sent on: {}", address, e.getMessage());
    }
  }

  private void set(String device, String setting, String value) {
    shell.run(List.of("tee", "/proc/sys/net/ipv4/conf/" + device + "/" + setting), List.of(value));
  }

  /** Does nothing where nothing was begun. */
  public void end(String address) {
    String device = device(address);
    if (interfaces.read().containsKey(device)) {
      quietly("link del " + device);
      quietly("route flush " + address + "/32 proto " + PROTOCOL);
    }
  }

  private void quietly(String line) {
    try {
      shell.ip(List.of(line));
    } catch (NetworkException e) {
      LOG.warn("{}: {}", line, e.getMessage());
    }
  }

  /** By the address, as a VM's name may be longer than a device's. */
  private static String device(String address) {
    StringBuilder name = new StringBuilder(PREFIX);
    for (String part : address.split("\\.", -1)) {
      name.append("%02x".formatted(Integer.parseInt(part)));
    }
    return name.toString();
  }
}
