package dev.drover.sdn.openflow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Matches as OXM TLVs (section 7.2.2). A field is known when it is of class "basic", without a mask
 * and one of those of {@link Match}; these are written in the order of their numbers, in which
 * every field follows those that it presumes, and all others after them.
 */
final class MatchCodec {
  private static final int OXM = 1;
  private static final int BASIC = 0x8000;

  // Class, field and length of a TLV without a mask, as the 32 bits of its header.
  private static final int IN_PORT = header(0, 4);
  private static final int ETH_DST = header(3, 6);
  private static final int ETH_SRC = header(4, 6);
  private static final int ETH_TYPE = header(5, 2);
  private static final int IP_PROTO = header(10, 1);
  private static final int IPV4_SRC = header(11, 4);
  private static final int IPV4_DST = header(12, 4);
  private static final int TCP_SRC = header(13, 2);
  private static final int TCP_DST = header(14, 2);

  /** All of a header but the length. */
  private static final int FIELD = 0xffff_ff00;

  /** Type and length, before the fields. */
  private static final int HEAD = 4;

  private static final int ALIGNMENT = 8;

  private MatchCodec() {}

  private static int header(int field, int length) {
    return BASIC << 16 | field << 9 | length;
  }

  /** Reads a match and its padding for the port alone; {@return 0 when it names none} */
  static long readInPort(Input in) {
    int fields = fieldsLength(in);
    int outer = in.enter(fields, "match");
    long port = 0;
    while (in.remaining() > 0) {
      int header = in.i32();
      int length = header & 0xff;
      if (header == IN_PORT) {
        port = in.u32();
      } else {
        in.skip(length);
      }
    }
    in.leave(outer, "match");
    in.skip(padding(HEAD + fields));
    return port;
  }

  /** Reads a match and its padding. */
  static Match read(Input in) {
    int fields = fieldsLength(in);
    int outer = in.enter(fields, "match");
    OptionalLong inPort = OptionalLong.empty();
    OptionalLong ethernetDestination = OptionalLong.empty();
    OptionalLong ethernetSource = OptionalLong.empty();
    OptionalInt ethernetType = OptionalInt.empty();
    OptionalInt ipProtocol = OptionalInt.empty();
    OptionalInt ipv4Source = OptionalInt.empty();
    OptionalInt ipv4Destination = OptionalInt.empty();
    OptionalInt tcpSource = OptionalInt.empty();
    OptionalInt tcpDestination = OptionalInt.empty();
    byte[] other = {};
    int seen = 0;
    while (in.remaining() > 0) {
      int header = in.i32();
      int bit = bit(header);
      if ((seen & bit) != 0) {
        throw in.malformed("a field that the match has already");
      }
      seen |= bit;
      if (header == IN_PORT) {
        inPort = OptionalLong.of(in.u32());
      } else if (header == ETH_DST) {
        ethernetDestination = OptionalLong.of(in.u48());
      } else if (header == ETH_SRC) {
        ethernetSource = OptionalLong.of(in.u48());
      } else if (header == ETH_TYPE) {
        ethernetType = OptionalInt.of(in.u16());
      } else if (header == IP_PROTO) {
        ipProtocol = OptionalInt.of(in.u8());
      } else if (header == IPV4_SRC) {
        ipv4Source = OptionalInt.of(in.i32());
      } else if (header == IPV4_DST) {
        ipv4Destination = OptionalInt.of(in.i32());
      } else if (header == TCP_SRC) {
        tcpSource = OptionalInt.of(in.u16());
      } else if (header == TCP_DST) {
        tcpDestination = OptionalInt.of(in.u16());
      } else {
        if (bit != 0) {
          throw in.malformed("a match field of a length that it cannot have");
        }
        other = kept(in, HEAD + (header & 0xff), other);
      }
    }
    in.leave(outer, "match");
    in.skip(padding(HEAD + fields));
    return new Match(
        inPort,
        ethernetDestination,
        ethernetSource,
        ethernetType,
        ipProtocol,
        ipv4Source,
        ipv4Destination,
        tcpSource,
        tcpDestination,
        Octets.of(other));
  }

  /** {@return the bit of a known field, whatever its length; 0 for any other} */
  private static int bit(int header) {
    int field = header & FIELD;
    boolean known =
        field == (IN_PORT & FIELD)
            || field == (ETH_DST & FIELD)
            || field == (ETH_SRC & FIELD)
            || field == (ETH_TYPE & FIELD)
            || field == (IP_PROTO & FIELD)
            || field == (IPV4_SRC & FIELD)
            || field == (IPV4_DST & FIELD)
            || field == (TCP_SRC & FIELD)
            || field == (TCP_DST & FIELD);
    return known ? 1 << (header >>> 9 & 0x7f) : 0;
  }

  private static byte[] kept(Input in, int length, byte[] before) {
    in.back(HEAD);
    if (length > in.remaining()) {
      throw in.malformed("a match field that is longer than the match");
    }
    byte[] kept = Arrays.copyOf(before, before.length + length);
    in.bytes(kept, before.length, length);
    return kept;
  }

  private static int fieldsLength(Input in) {
    int type = in.u16();
    int length = in.u16();
    if (type != OXM) {
      throw in.malformed("a match of type " + type + ", which is not OXM");
    }
    if (length < HEAD) {
      throw in.malformed("a match of " + length + " bytes");
    }
    return length - HEAD;
  }

  private static int padding(int length) {
    return -length & ALIGNMENT - 1;
  }

  /** Writes a match that names at most a port, and its padding. */
  static void writeInPort(ByteBuffer out, long port) {
    if (port == 0) {
      out.putInt(OXM << 16 | HEAD).putInt(0);
    } else {
      out.putInt(OXM << 16 | HEAD + 8).putInt(IN_PORT).putInt((int) port).putInt(0);
    }
  }

  /** Writes a match and its padding. */
  static void write(ByteBuffer out, Match match) {
    int start = out.position();
    out.putInt(0);
    if (match.inPort().isPresent()) {
      out.putInt(IN_PORT).putInt((int) match.inPort().getAsLong());
    }
    if (match.ethernetSource().isPresent()) {
      mac(out.putInt(ETH_SRC), match.ethernetSource().getAsLong());
    }
    if (match.ethernetDestination().isPresent()) {
      mac(out.putInt(ETH_DST), match.ethernetDestination().getAsLong());
    }
    if (match.ethernetType().isPresent()) {
      out.putInt(ETH_TYPE).putShort((short) match.ethernetType().getAsInt());
    }
    if (match.ipv4Source().isPresent()) {
      out.putInt(IPV4_SRC).putInt(match.ipv4Source().getAsInt());
    }
    if (match.ipv4Destination().isPresent()) {
      out.putInt(IPV4_DST).putInt(match.ipv4Destination().getAsInt());
    }
    if (match.ipProtocol().isPresent()) {
      out.putInt(IP_PROTO).put((byte) match.ipProtocol().getAsInt());
    }
    if (match.tcpSource().isPresent()) {
      out.putInt(TCP_SRC).putShort((short) match.tcpSource().getAsInt());
    }
    if (match.tcpDestination().isPresent()) {
      out.putInt(TCP_DST).putShort((short) match.tcpDestination().getAsInt());
    }
    match.other().write(out);
    int length = out.position() - start;
    out.putInt(start, OXM << 16 | length);
    for (int i = padding(length); i > 0; i--) {
      out.put((byte) 0);
    }
  }

  static void mac(ByteBuffer out, long mac) {
    out.putShort((short) (mac >>> 32)).putInt((int) mac);
  }
}
