package dev.drover.sdn.packet;

import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.packet.Frame.Arp;
import dev.drover.sdn.packet.Frame.Ipv4;
import dev.drover.sdn.packet.Frame.Other;
import dev.drover.sdn.packet.Frame.Rarp;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads frames where they lie, and writes ARP. Offsets are from the frame's first byte. */
final class FrameCodec {
  /** Hardware Ethernet, protocol IPv4, address lengths 6 and 4. */
  private static final long ARP_KIND = 0x0001_0800_0604L;

  private static final int ARP_LENGTH = 28;
  private static final int IPV4_LENGTH = 20;

  /** Of the field with flags and offset: where the fragment begins. */
  private static final int FRAGMENT_OFFSET = 0x1fff;

  private FrameCodec() {}

  static Optional<Frame> decode(Octets bytes) {
    if (bytes.length() < Frame.HEADER) {
      return Optional.empty();
    }
    long destination = u48(bytes, 0);
    long source = u48(bytes, 6);
    int type = u16(bytes, 12);
    Frame frame =
        switch (type) {
          case Frame.IPV4 -> ipv4(bytes, destination, source);
          case Frame.ARP, Frame.RARP -> arp(bytes, destination, source, type);
          case Frame.LLDP -> LldpCodec.decode(bytes, destination, source);
          default -> new Other(destination, source, type);
        };
    return Optional.of(frame);
  }

  private static Frame ipv4(Octets bytes, long destination, long source) {
    int at = Frame.HEADER;
    if (bytes.length() < at + IPV4_LENGTH || bytes.at(at) >>> 4 != 4) {
      return new Other(destination, source, Frame.IPV4);
    }
    int header = (bytes.at(at) & 0xf) * 4;
    if (header < IPV4_LENGTH) {
      return new Other(destination, source, Frame.IPV4);
    }
    int protocol = bytes.at(at + 9);
    int ports = at + header;
    boolean known =
        (protocol == Ipv4.TCP || protocol == Ipv4.UDP)
            && (u16(bytes, at + 6) & FRAGMENT_OFFSET) == 0
            && bytes.length() >= ports + 4;
    return new Ipv4(
        destination,
        source,
        i32(bytes, at + 12),
        i32(bytes, at + 16),
        protocol,
        known ? OptionalInt.of(u16(bytes, ports)) : OptionalInt.empty(),
        known ? OptionalInt.of(u16(bytes, ports + 2)) : OptionalInt.empty());
  }

  private static Frame arp(Octets bytes, long destination, long source, int type) {
    int at = Frame.HEADER;
    if (bytes.length() < at + ARP_LENGTH || u48(bytes, at) != ARP_KIND) {
      return new Other(destination, source, type);
    }
    int operation = u16(bytes, at + 6);
    long senderMac = u48(bytes, at + 8);
    int sender = i32(bytes, at + 14);
    long targetMac = u48(bytes, at + 18);
    int target = i32(bytes, at + 24);
    return type == Frame.ARP
        ? new Arp(destination, source, operation, senderMac, sender, targetMac, target)
        : new Rarp(destination, source, operation, senderMac, sender, targetMac, target);
  }

  static Octets encode(Arp arp) {
    byte[] frame = new byte[Frame.MIN_LENGTH];
    ByteBuffer out = ByteBuffer.wrap(frame);
    header(out, arp);
    mac(out, ARP_KIND);
    out.putShort((short) arp.operation());
    mac(out, arp.senderMac());
    out.putInt(arp.senderAddress());
    mac(out, arp.targetMac());
    out.putInt(arp.targetAddress());
    return Octets.of(frame);
  }

  static void header(ByteBuffer out, Frame frame) {
    mac(out, frame.destination());
    mac(out, frame.source());
    out.putShort((short) frame.etherType());
  }

  private static void mac(ByteBuffer out, long mac) {
    out.putShort((short) (mac >>> 32)).putInt((int) mac);
  }

  static int u16(Octets bytes, int at) {
    return bytes.at(at) << 8 | bytes.at(at + 1);
  }

  private static int i32(Octets bytes, int at) {
    return u16(bytes, at) << 16 | u16(bytes, at + 2);
  }

  private static long u48(Octets bytes, int at) {
    return (long) u16(bytes, at) << 32 | (i32(bytes, at + 2) & 0xffff_ffffL);
  }
}
