package dev.drover.hypervisor.qmp;

/** QEMU's way to write a TCP address in a migration URI. */
public final class TcpUri {
  private TcpUri() {}

  /** {@return such as {@code tcp:10.77.0.2:4444} or {@code tcp:[fd00::2]:4444}} */
  public static String of(String address, int port) {
    return "tcp:" + (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
