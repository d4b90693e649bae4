package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.packet.Frame;
import java.nio.ByteBuffer;

/** Frames as hosts send them. */
final class Packets {
  private static final int IPV4_HEADER = 20;
  private static final int PORTS = 4;

  private Packets() {}

  /** {@return an IPv4 packet that carries {@code id}; with ports when one is above 0} */
  static Octets ipv4(FakeHost from, long toMac, int toAddress, int fromPort, int toPort, long id) {
    return ipv4(from.mac, from.address, toMac, toAddress, fromPort, toPort, id);
  }

  static Octets ipv4(
      long fromMac, int fromAddress, long toMac, int toAddress, int fromPort, int toPort, long id) {
    int length = IPV4_HEADER + PORTS + Long.BYTES + 16;
    ByteBuffer out = ByteBuffer.allocate(Frame.HEADER + length);
    header(out, toMac, fromMac, Frame.IPV4);
    out.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0);
    out.put((byte) 64).put((byte) (fromPort > 0 ? 6 : 1)).putShort((short) 0);
    out.putInt(fromAddress).putInt(toAddress);
    out.putShort((short) fromPort).putShort((short) toPort).putLong(id);
    return Octets.of(out.array());
  }

  /** {@return the id that {@link #ipv4} gave} */
  static long id(Octets frame) {
    return frame.buffer().getLong(Frame.HEADER + IPV4_HEADER + PORTS);
  }

  static Octets rarp(long mac) {
    ByteBuffer out = ByteBuffer.allocate(Frame.MIN_LENGTH);
    header(out, Frame.BROADCAST, mac, Frame.RARP);
    out.putShort((short) 1).putShort((short) Frame.IPV4).put((byte) 6).put((byte) 4);
    out.putShort((short) 3);
    mac(out, mac);
    out.putInt(0);
    mac(out, mac);
    out.putInt(0);
    return Octets.of(out.array());
  }

  private static void header(ByteBuffer out, long to, long from, int type) {
    mac(out, to);
    mac(out, from);
    out.putShort((short) type);
  }

  private static void mac(ByteBuffer out, long mac) {
    out.putShort((short) (mac >>> 32)).putInt((int) mac);
  }
}
