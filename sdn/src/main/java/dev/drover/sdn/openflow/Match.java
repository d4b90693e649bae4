package dev.drover.sdn.openflow;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which frames a flow takes: the OXM fields that Drover uses, each exact, and all others as they
 * came. What is empty matches anything.
 *
 * @param ipv4Source the 32 bits, as {@code ipv4Destination}
 * @param other the OXM TLVs that are none of these, one after the other; empty for none
 */
public record Match(
    OptionalLong inPort,
    OptionalLong ethernetDestination,
    OptionalLong ethernetSource,
    OptionalInt ethernetType,
    OptionalInt ipProtocol,
    OptionalInt ipv4Source,
    OptionalInt ipv4Destination,
    OptionalInt tcpSource,
    OptionalInt tcpDestination,
    Octets other) {
  /** All frames. */
  public static final Match ANY =
      new Match(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Octets.EMPTY);

  private static final int IPV4 = 0x0800;
  private static final int TCP = 6;

  /** {@return frames of an EtherType} */
  public static Match ethernetType(int type) {
    return new Match(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.of(type),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Octets.EMPTY);
  }

  /** {@return IPv4 packets from {@code source} to {@code destination}} */
  public static Match ipv4(int source, int destination) {
    return new Match(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.of(IPV4),
        OptionalInt.empty(),
        OptionalInt.of(source),
        OptionalInt.of(destination),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Octets.EMPTY);
  }

  /** {@return the segments of one direction of a TCP connection; an empty port matches any} */
  public static Match tcp(
      int source, OptionalInt sourcePort, int destination, OptionalInt destinationPort) {
    return new Match(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.of(IPV4),
        OptionalInt.of(TCP),
        OptionalInt.of(source),
        OptionalInt.of(destination),
        sourcePort,
        destinationPort,
        Octets.EMPTY);
  }
}
