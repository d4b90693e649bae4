package dev.drover.hypervisor.qmp;

/** QEMU's way to write an address in a migration URI. */
public final class SocketUri {
  private SocketUri() {}

  /**
   * {@return such as {@code tcp:10.77.0.2:4444} or {@code tcp:[fd00::2]:4444}, or for a {@linkplain
   * #isPath path} {@code unix:/run/vm1.sock}, whose port does not matter}
   */
  public static String of(String address, int port) {
    if (isPath(address)) {
      return "unix:" + address;
    }
    return "tcp:" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }

  /** {@return whether this is the absolute path of a Unix socket and no address of a network} */
  public static boolean isPath(String address) {
    return address.startsWith("/");
  }
}
