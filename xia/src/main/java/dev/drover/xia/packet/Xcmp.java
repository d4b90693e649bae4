package dev.drover.xia.packet;

import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A control message: the payload of a packet whose next header is {@link NextHeader#XCMP} (notes
 * 2.5).
 *
 * <pre>
 * 0 type │ 1 code │ 2 Internet checksum (2) │
 * of an echo:   4 id (2) │ 6 sequence (2) │ 8 payload
 * of an error:  4 identifier (24) │ 28 next hop (24) │ 52 quoted header and 8 bytes │ proof
 * </pre>
 */
public sealed interface Xcmp {
  /** The code of {@link Unreachable}: no edge of the node reached last leads on. */
  int NO_WAY = 1;

  /** Asks to be answered by the same numbers and payload; u16 each. */
  record EchoRequest(int id, int sequence, Octets payload) implements Xcmp {
    public EchoRequest {
      XcmpCodec.requireU16("id", id);
      XcmpCodec.requireU16("sequence", sequence);
      XcmpCodec.requireMost(payload);
    }

    /** {@return the answer} */
    public EchoReply reply() {
      return new EchoReply(id, sequence, payload);
    }
  }

  /** Answers. */
  record EchoReply(int id, int sequence, Octets payload) implements Xcmp {
    public EchoReply {
      XcmpCodec.requireU16("id", id);
      XcmpCodec.requireU16("sequence", sequence);
      XcmpCodec.requireMost(payload);
    }
  }

  /**
   * A packet went no further.
   *
   * @param code u8, {@link #NO_WAY} or another
   * @param destination what could not be reached
   */
  record Unreachable(int code, Xid destination, Quote offending) implements Xcmp {
    public Unreachable {
      if (code < 0 || code > 0xFF) {
        throw new IllegalArgumentException("code must be 0 to 255, not " + code);
      }
    }
  }

  /** A packet's hop limit was used up. Code 0; the prototype's 1 is understood as well. */
  record TimeExceeded(Quote offending) implements Xcmp {}

  /**
   * Packets for {@code destination} had better be sent to {@code nextHop} on this link.
   *
   * @param proof that a router says so, which our nodes append and ask for: {@link
   *     dev.drover.xia.identity.SignedRedirect}; empty from a prototype
   */
  record Redirect(Xid destination, Xid nextHop, Quote offending, Octets proof) implements Xcmp {
    public Redirect {
      XcmpCodec.requireMost(proof);
    }
  }

  /** One of a type or a code that means nothing here. */
  record Unknown(int type, int code, Octets body) implements Xcmp {
    public Unknown {
      if ((type & ~0xFF) != 0 || (code & ~0xFF) != 0) {
        throw new IllegalArgumentException(
            "type and code must be 0 to 255, not %d and %d".formatted(type, code));
      }
      XcmpCodec.requireMost(body);
    }
  }

  /** {@return it as a packet's payload} */
  default ByteBuffer encode() {
    return XcmpCodec.encode(this);
  }

  /**
   * {@return the message that a packet's payload is}
   *
   * @param payload from its position to its limit; not moved
   * @throws MalformedPacket when it is none
   */
  static Xcmp decode(ByteBuffer payload) {
    return XcmpCodec.decode(payload.slice());
  }

  /** {@return the beginning of the packet that did not arrive, when that is what this says} */
  default Optional<Quote> undelivered() {
    return switch (this) {
      case Unreachable error -> Optional.of(error.offending);
      case TimeExceeded error -> Optional.of(error.offending);
      case EchoRequest _, EchoReply _, Redirect _, Unknown _ -> Optional.empty();
    };
  }

  /**
   * {@return whether an error may be told to the packet's source: not about an error, and not about
   * what went to everyone, or a single packet could set off a storm}
   */
  static boolean mayAnswer(Packet packet) {
    for (int node = 0; node < packet.destinationNodes(); node++) {
      if (packet.node(node).equals(Xid.BROADCAST)) {
        return false;
      }
    }
    if (packet.nextHeader() != NextHeader.XCMP) {
      return true;
    }
    ByteBuffer payload = packet.payload();
    return payload.hasRemaining() && XcmpCodec.isEcho(payload.get(0) & 0xFF);
  }
}
