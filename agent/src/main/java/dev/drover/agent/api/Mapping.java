package dev.drover.agent.api;

import java.util.regex.Pattern;

/**
 * Where a VM is, as edges tell each other.
 *
 * @param address the VM's IPv4 address
 * @param mac of the VM's NIC
 * @param sequence from 1, one more with every move: of two mappings of an address the higher counts
 * @param router whose edge the VM is behind
 * @param host that it runs on, and so the port
 */
public record Mapping(String address, String mac, long sequence, String router, String host) {
  private static final Pattern ADDRESS = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
  private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

  /** They become words of command lines: nothing else gets through. */
  public Mapping {
    check("address", address, ADDRESS);
    check("mac", mac, MAC);
    check("router", router, NAME);
    check("host", host, NAME);
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence must be 1 or higher: " + sequence);
    }
  }

  private static void check(String field, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(field + " '" + value + "' is not written as one is");
    }
  }

  /** {@return whether both say that the VM is in the same place} */
  public boolean samePlace(Mapping other) {
    return router.equals(other.router) && host.equals(other.host) && mac.equals(other.mac);
  }
}
