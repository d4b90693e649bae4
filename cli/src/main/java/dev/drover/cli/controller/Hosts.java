package dev.drover.cli.controller;

import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.openflow.OpenFlowCodec;
import dev.drover.sdn.packet.Frame;
import java.nio.ByteBuffer;

/**
 * The hosts at one emulated switch and what they send. MAC {@code 02:00:00:<switch>:<host>} and
 * address {@code 10.<switch>.<host>} carry the host's number from 1 in their last 16 bits, by which
 * it is found again in what the controller answers.
 */
final class Hosts {
  /** TCP on IPv4 with 10 bytes of payload: the shortest frame of Ethernet, with its checksum. */
  static final int FRAME = 64;

  private static final int IP = Frame.HEADER;
  private static final int TCP = IP + 20;

  /** Where a frame has the number by which its answer is found: TCP's sequence number. */
  static final int TAG = TCP + 4;

  /** Of a packet-in that names the port alone: where the port is, and where the frame begins. */
  private static final int IN_PORT = 8 + 16 + 8;

  private static final int DATA = 8 + 16 + 16 + 2;

  private final int number;
  private final int ports;
  private final byte[] packetIn = new byte[DATA + FRAME];
  private final ByteBuffer template = ByteBuffer.wrap(packetIn);

  /**
   * Hosts.
   *
   * @param number of the switch, 1 to 255
   */
  Hosts(int number, int ports) {
    this.number = number;
    this.ports = ports;
    Octets frame = Octets.of(new byte[FRAME]);
    OpenFlowCodec.encode(new PacketIn(0, OpenFlow.NO_BUFFER, FRAME, 0, 0, 0, 1, frame), template);
    template.putShort(DATA + 12, (short) Frame.IPV4);
    template.putShort(DATA + IP, (short) 0x4500).putShort(DATA + IP + 2, (short) (FRAME - IP));
    template.putShort(DATA + IP + 8, (short) (64 << 8 | Frame.Ipv4.TCP));
    template.putShort(DATA + TCP, (short) 40000).putShort(DATA + TCP + 2, (short) 80);
    template.putShort(DATA + TCP + 12, (short) 0x5010).putShort(DATA + TCP + 14, (short) 1024);
  }

  long mac(int host) {
    return 0x0200_0000_0000L | (long) number << 16 | (host + 1);
  }

  int address(int host) {
    return 10 << 24 | number << 16 | (host + 1);
  }

  int port(int host) {
    return 1 + host % ports;
  }

  /** {@return the host whose MAC or address ends in these 16 bits; −1 for none} */
  static int host(int last16Bits) {
    return (last16Bits & 0xffff) - 1;
  }

  /** Appends the packet-in by which a host says where it is: a gratuitous ARP. */
  void announce(int host, ByteBuffer out) {
    Octets frame = Frame.Arp.request(mac(host), address(host), address(host)).encode();
    OpenFlowCodec.encode(
        new PacketIn(0, OpenFlow.NO_BUFFER, frame.length(), 0, 0, 0, port(host), frame), out);
  }

  /** Appends a packet-in with a frame from one host to another, to be found again by its tag. */
  void send(int source, int destination, int tag, ByteBuffer out) {
    template.putInt(4, tag).putInt(IN_PORT, port(source));
    mac(DATA, mac(destination));
    mac(DATA + 6, mac(source));
    template.putShort(DATA + IP + 4, (short) tag).putShort(DATA + IP + 10, (short) 0);
    template.putInt(DATA + IP + 12, address(source)).putInt(DATA + IP + 16, address(destination));
    template.putShort(DATA + IP + 10, (short) ~sum(DATA + IP, 20, 0));
    template.putInt(DATA + TAG, tag).putShort(DATA + TCP + 16, (short) 0);
    int pseudo = sum(DATA + IP + 12, 8, Frame.Ipv4.TCP + FRAME - TCP);
    template.putShort(DATA + TCP + 16, (short) ~sum(DATA + TCP, FRAME - TCP, pseudo));
    out.put(packetIn);
  }

  private void mac(int at, long mac) {
    template.putShort(at, (short) (mac >>> 32)).putInt(at + 2, (int) mac);
  }

  /** {@return the Internet checksum's sum (RFC 1071), not yet inverted} */
  private int sum(int at, int length, int before) {
    int sum = before;
    for (int i = at; i < at + length; i += 2) {
      sum += template.getShort(i) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    return (sum & 0xffff) + (sum >>> 16);
  }
}
