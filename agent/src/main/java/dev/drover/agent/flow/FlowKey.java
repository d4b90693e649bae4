package dev.drover.agent.flow;

/**
 * What tells a flow from others; a flow has one direction. Protocol and ports are 0 where it is not
 * known, or not told apart.
 *
 * @param source IPv4 address
 * @param destination IPv4 address
 * @param protocol of IP, such as 6 for TCP
 */
public record FlowKey(
    int source, int destination, int protocol, int sourcePort, int destinationPort) {
  private static final int MAX_PROTOCOL = 0xff;
  private static final int MAX_PORT = 0xffff;

  public FlowKey {
    within("protocol", protocol, MAX_PROTOCOL);
    within("sourcePort", sourcePort, MAX_PORT);
    within("destinationPort", destinationPort, MAX_PORT);
  }

  /** A flow of which no more than its addresses is known. */
  public FlowKey(int source, int destination) {
    this(source, destination, 0, 0, 0);
  }

  static FlowKey of(long addresses, long transport) {
    return new FlowKey(
        source(addresses),
        destination(addresses),
        (int) (transport >>> 32),
        (int) (transport >>> 16 & MAX_PORT),
        (int) (transport & MAX_PORT));
  }

  /** {@return both addresses in one} */
  public static long addresses(int source, int destination) {
    return (long) source << 32 | (destination & 0xffffffffL);
  }

  /** {@return protocol and ports in one; 40 bits} */
  public static long transport(int protocol, int sourcePort, int destinationPort) {
    return (long) protocol << 32 | (long) sourcePort << 16 | destinationPort;
  }

  static int source(long addresses) {
    return (int) (addresses >>> 32);
  }

  static int destination(long addresses) {
    return (int) addresses;
  }

  private static void within(String name, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + " must be from 0 to " + most + ": " + value);
    }
  }

  @Override
  public String toString() {
    return Ipv4.text(source)
        + ":"
        + sourcePort
        + " → "
        + Ipv4.text(destination)
        + ":"
        + destinationPort
        + " protocol "
        + protocol;
  }
}
