package dev.drover.sdn.packet;

import dev.drover.sdn.openflow.Octets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An Ethernet frame as far as the controller understands it. MACs are the 48 bits in a {@code
 * long}, IPv4 addresses the 32 bits.
 */
public sealed interface Frame {
  /** Destination, source and EtherType: no frame is shorter. */
  int HEADER = 14;

  /** What shorter frames are filled up to; without the checksum, which no frame here has. */
  int MIN_LENGTH = 60;

  int IPV4 = 0x0800;
  int ARP = 0x0806;
  int RARP = 0x8035;
  int LLDP = 0x88cc;

  /** All hosts. */
  long BROADCAST = 0xffff_ffff_ffffL;

  /** {@return the destination MAC} */
  long destination();

  /** {@return the source MAC} */
  long source();

  /** {@return what follows the MACs; a length when below 0x600, a VLAN tag's when there is one} */
  int etherType();

  /** {@return whether it is for more than one host} */
  default boolean isMulticast() {
    return (destination() >>> 40 & 1) != 0;
  }

  /**
   * {@return the frame; empty when there is less than a header; {@link Other} when what follows is
   * cut short, makes no sense, or is not understood}
   */
  static Optional<Frame> decode(Octets bytes) {
    return FrameCodec.decode(bytes);
  }

  /** An ARP packet for IPv4 on Ethernet. */
  record Arp(
      long destination,
      long source,
      int operation,
      long senderMac,
      int senderAddress,
      long targetMac,
      int targetAddress)
      implements Frame {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    /** {@return a request by {@code senderMac} to all hosts: who has {@code address}?} */
    public static Arp request(long senderMac, int senderAddress, int address) {
      return new Arp(BROADCAST, senderMac, REQUEST, senderMac, senderAddress, 0, address);
    }

    /** {@return the answer to a request, that its target address is at {@code mac}} */
    public Arp reply(long mac) {
      return new Arp(senderMac, mac, REPLY, mac, targetAddress, senderMac, senderAddress);
    }

    /** {@return whether the sender asks for, or says, its own address} */
    public boolean isGratuitous() {
      return senderAddress == targetAddress;
    }

    @Override
    public int etherType() {
      return ARP;
    }

    /** {@return the bytes, filled up to {@link #MIN_LENGTH}} */
    public Octets encode() {
      return FrameCodec.encode(this);
    }
  }

  /**
   * A RARP packet. QEMU sends such ones (operation 3, addresses 0) when a guest has come, so that
   * switches learn where it is.
   */
  record Rarp(
      long destination,
      long source,
      int operation,
      long senderMac,
      int senderAddress,
      long targetMac,
      int targetAddress)
      implements Frame {
    @Override
    public int etherType() {
      return RARP;
    }
  }

  /**
   * An IPv4 packet.
   *
   * @param sourcePort and {@code destinationPort}: of TCP and UDP, but for later fragments and what
   *     is cut short
   */
  record Ipv4(
      long destination,
      long source,
      int sourceAddress,
      int destinationAddress,
      int protocol,
      OptionalInt sourcePort,
      OptionalInt destinationPort)
      implements Frame {
    public static final int TCP = 6;
    public static final int UDP = 17;

    @Override
    public int etherType() {
      return IPV4;
    }
  }

  /**
   * LLDP of a Drover controller: what went out at a port of a switch, to be seen where it comes in.
   * LLDP of anyone else is {@link Other}.
   *
   * @param datapathId and {@code port}: where it went out
   * @param token what the controller wrote, to tell its own frames from forged ones
   */
  record Lldp(long destination, long source, long datapathId, long port, long token)
      implements Frame {
    /** Nearest bridge: no bridge passes it on. */
    public static final long NEAREST_BRIDGE = 0x0180_c200_000eL;

    /** {@return the frame for a port whose MAC is {@code source}} */
    public static Lldp of(long source, long datapathId, long port, long token) {
      return new Lldp(NEAREST_BRIDGE, source, datapathId, port, token);
    }

    @Override
    public int etherType() {
      return LLDP;
    }

    /**
     * {@return the bytes}
     *
     * @param seconds for which it holds, 0 to 65535
     */
    public Octets encode(int seconds) {
      return LldpCodec.encode(this, seconds);
    }
  }

  /** Any other. */
  record Other(long destination, long source, int etherType) implements Frame {}
}
