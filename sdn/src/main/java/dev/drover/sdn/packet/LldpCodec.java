package dev.drover.sdn.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.packet.Frame.Lldp;
import dev.drover.sdn.packet.Frame.Other;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Drover's LLDP (IEEE 802.1AB-2016, clause 8): chassis id and port id are locally assigned and hold
 * datapath id and port number as hexadecimal text, for whoever looks with other tools; the token is
 * in an organizationally specific TLV. These TLVs stand in this order and have these lengths, or
 * the frame is not ours.
 */
final class LldpCodec {
  private static final int CHASSIS = tlv(1, 1 + 16);
  private static final int PORT = tlv(2, 1 + 8);
  private static final int TTL = tlv(3, 2);
  private static final int ORGANIZATION = tlv(127, 4 + 8);

  /** "Locally assigned" as kind of a chassis id, and as kind of a port id. */
  private static final byte LOCALLY_ASSIGNED = 7;

  /** A locally administered OUI, {@code 02 'D' 'R'}, and its only subtype. */
  private static final int DROVER_TOKEN = 0x02_44_52_01;

  private static final int LENGTH =
      Frame.HEADER + (2 + 1 + 16) + (2 + 1 + 8) + (2 + 2) + (2 + 4 + 8) + 2;

  private static final HexFormat HEX = HexFormat.of();

  private LldpCodec() {}

  private static int tlv(int type, int length) {
    return type << 9 | length;
  }

  static Octets encode(Lldp lldp, int seconds) {
    byte[] frame = new byte[LENGTH];
    ByteBuffer out = ByteBuffer.wrap(frame);
    FrameCodec.header(out, lldp);
    out.putShort((short) CHASSIS).put(LOCALLY_ASSIGNED);
    out.put(HEX.toHexDigits(lldp.datapathId()).getBytes(US_ASCII));
    out.putShort((short) PORT).put(LOCALLY_ASSIGNED);
    out.put(HEX.toHexDigits((int) lldp.port()).getBytes(US_ASCII));
    out.putShort((short) TTL).putShort((short) seconds);
    out.putShort((short) ORGANIZATION).putInt(DROVER_TOKEN).putLong(lldp.token());
    out.putShort((short) 0);
    return Octets.of(frame);
  }

  static Frame decode(Octets bytes, long destination, long source) {
    Frame foreign = new Other(destination, source, Frame.LLDP);
    if (bytes.length() < LENGTH) {
      return foreign;
    }
    ByteBuffer in = bytes.buffer().position(Frame.HEADER);
    if (in.getShort() != CHASSIS || in.get() != LOCALLY_ASSIGNED) {
      return foreign;
    }
    byte[] datapath = new byte[16];
    in.get(datapath);
    if (in.getShort() != PORT || in.get() != LOCALLY_ASSIGNED) {
      return foreign;
    }
    byte[] port = new byte[8];
    in.get(port);
    if (in.getShort() != TTL || !isHex(datapath) || !isHex(port)) {
      return foreign;
    }
    in.getShort();
    if (in.getShort() != (short) ORGANIZATION || in.getInt() != DROVER_TOKEN) {
      return foreign;
    }
    return new Lldp(
        destination,
        source,
        HexFormat.fromHexDigitsToLong(new String(datapath, US_ASCII)),
        HexFormat.fromHexDigitsToLong(new String(port, US_ASCII)),
        in.getLong());
  }

  private static boolean isHex(byte[] text) {
    for (byte one : text) {
      if (!HexFormat.isHexDigit(one)) {
        return false;
      }
    }
    return true;
  }
}
