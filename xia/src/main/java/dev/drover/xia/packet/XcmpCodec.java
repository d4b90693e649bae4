package dev.drover.xia.packet;

import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.Xcmp.EchoReply;
import dev.drover.xia.packet.Xcmp.EchoRequest;
import dev.drover.xia.packet.Xcmp.Redirect;
import dev.drover.xia.packet.Xcmp.TimeExceeded;
import dev.drover.xia.packet.Xcmp.Unknown;
import dev.drover.xia.packet.Xcmp.Unreachable;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** How control messages are written and read; the layout is at {@link Xcmp}. */
final class XcmpCodec {
  private static final int ECHO_REPLY = 0;
  private static final int UNREACHABLE = 3;
  private static final int REDIRECT = 5;
  private static final int ECHO_REQUEST = 8;
  private static final int TIME_EXCEEDED = 11;

  /** The only code that the prototype sends with a redirect. */
  private static final int REDIRECT_CODE = 1;

  private static final int CHECKSUM = 2;
  private static final int BODY = 4;
  private static final int QUOTE = BODY + 2 * Xid.BYTES;

  /** So that any message fits in a packet. */
  private static final int MOST = 0xFFFF - 8;

  private static final Xid NONE = new Xid(0, 0, 0, 0);

  private XcmpCodec() {}

  static void requireU16(String name, int value) {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException(name + " must be 0 to 65535, not " + value);
    }
  }

  static void requireMost(Octets bytes) {
    if (bytes.length() > MOST) {
      throw new IllegalArgumentException(
          "a control message holds at most %d bytes, not %d".formatted(MOST, bytes.length()));
    }
  }

  static boolean isEcho(int type) {
    return type == ECHO_REQUEST || type == ECHO_REPLY;
  }

  static ByteBuffer encode(Xcmp message) {
    return switch (message) {
      case EchoRequest(int id, int sequence, Octets payload) ->
          echo(ECHO_REQUEST, id, sequence, payload);
      case EchoReply(int id, int sequence, Octets payload) ->
          echo(ECHO_REPLY, id, sequence, payload);
      case Unreachable(int code, Xid destination, Quote offending) ->
          error(UNREACHABLE, code, destination, NONE, offending, Octets.EMPTY);
      case TimeExceeded(Quote offending) ->
          error(TIME_EXCEEDED, 0, NONE, NONE, offending, Octets.EMPTY);
      case Redirect(Xid destination, Xid nextHop, Quote offending, Octets proof) ->
          error(REDIRECT, REDIRECT_CODE, destination, nextHop, offending, proof);
      case Unknown(int type, int code, Octets body) ->
          message(type, code, body.length(), out -> out.put(body.buffer()));
    };
  }

  private static ByteBuffer echo(int type, int id, int sequence, Octets payload) {
    return message(
        type,
        0,
        4 + payload.length(),
        out -> out.putShort((short) id).putShort((short) sequence).put(payload.buffer()));
  }

  private static ByteBuffer error(
      int type, int code, Xid destination, Xid nextHop, Quote offending, Octets proof) {
    return message(
        type,
        code,
        2 * Xid.BYTES + offending.size() + proof.length(),
        out -> {
          destination.write(out, BODY);
          nextHop.write(out, BODY + Xid.BYTES);
          out.position(QUOTE);
          offending.write(out);
          out.put(proof.buffer());
        });
  }

  private static ByteBuffer message(int type, int code, int length, Consumer<ByteBuffer> body) {
    ByteBuffer out = ByteBuffer.allocate(BODY + length);
    out.put((byte) type).put((byte) code).putShort((short) 0);
    body.accept(out);
    out.flip();
    return out.putShort(CHECKSUM, (short) ~sum(out));
  }

  /** RFC 1071's: of a message with its right checksum it is 0xFFFF. */
  private static int sum(ByteBuffer bytes) {
    int sum = 0;
    int last = bytes.limit() - 1;
    for (int at = 0; at <= last; at += 2) {
      sum += at < last ? bytes.getShort(at) & 0xFFFF : (bytes.get(at) & 0xFF) << 8;
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return sum;
  }

  /** The whole of {@code in}. */
  static Xcmp decode(ByteBuffer in) {
    if (in.remaining() < BODY) {
      throw new MalformedPacket("a control message has 4 bytes or more, not " + in.remaining());
    }
    if (sum(in) != 0xFFFF) {
      throw new MalformedPacket("a control message's checksum is wrong");
    }
    int type = in.get() & 0xFF;
    int code = in.get() & 0xFF;
    in.position(BODY);
    return switch (type) {
      case ECHO_REQUEST, ECHO_REPLY -> echo(type, in);
      case UNREACHABLE, REDIRECT, TIME_EXCEEDED ->
          // The prototype sends code 1 for a hop limit that is used up.
          (type == TIME_EXCEEDED && code > 1) || (type == REDIRECT && code != REDIRECT_CODE)
              ? new Unknown(type, code, Octets.rest(in))
              : error(type, code, in);
      default -> new Unknown(type, code, Octets.rest(in));
    };
  }

  private static Xcmp echo(int type, ByteBuffer in) {
    if (in.remaining() < 4) {
      throw new MalformedPacket("an echo has 8 bytes or more, not " + in.limit());
    }
    int id = in.getShort() & 0xFFFF;
    int sequence = in.getShort() & 0xFFFF;
    Octets payload = Octets.rest(in);
    return type == ECHO_REQUEST
        ? new EchoRequest(id, sequence, payload)
        : new EchoReply(id, sequence, payload);
  }

  private static Xcmp error(int type, int code, ByteBuffer in) {
    if (in.limit() < QUOTE) {
      throw new MalformedPacket("an error has 52 bytes or more, not " + in.limit());
    }
    Xid destination = Xid.read(in, BODY);
    Xid nextHop = Xid.read(in, BODY + Xid.BYTES);
    in.position(QUOTE);
    Quote offending = Quote.read(in);
    return switch (type) {
      case UNREACHABLE -> new Unreachable(code, destination, offending);
      case REDIRECT -> new Redirect(destination, nextHop, offending, Octets.rest(in));
      default -> new TimeExceeded(offending);
    };
  }
}
