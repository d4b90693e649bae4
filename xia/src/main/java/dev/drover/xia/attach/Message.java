package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What nodes tell each other to find their place: a byte for the kind, then its own fields, as the
 * payload of packets to {@link Xid#BEACONS} and {@link Xid#ROUTING}.
 */
public sealed interface Message {
  /** A gateway is there; {@link Beacon} within. */
  record BeaconMessage(Statement beacon) implements Message {}

  /** Whoever is a gateway here may say so now. */
  record Solicitation() implements Message {}

  /** A host is there; {@link Registration} within. */
  record RegistrationMessage(Statement registration) implements Message {}

  /**
   * A registration was accepted by the gateway, or its move by the router of the domain before.
   *
   * @param host that registered, and the counter with which it did
   */
  record Accepted(Xid host, long counter) implements Message {}

  /**
   * A host that was elsewhere has registered; whoever hears of it sends what is for the host that
   * way and tells the next router towards where it was.
   *
   * @param registration of the host, as it signed it
   * @param from the router that tells it, a neighbour
   */
  record Moved(Statement registration, Xid from) implements Message {}

  /** A carrier asks a virtual machine on it for a registration elsewhere; {@link Departure}. */
  record DepartureMessage(Statement departure) implements Message {}

  /** A virtual machine's registration where it will be, for its carrier to hand on. */
  record Prepared(Statement registration) implements Message {}

  /** A carrier brings the registration of a virtual machine that is about to run on it. */
  record Brought(Statement registration) implements Message {}

  /** Which links a router has; {@link LinkState} within. */
  record LinkStateMessage(Statement linkState) implements Message {}

  /** {@return it as a payload} */
  default ByteBuffer encode() {
    return switch (this) {
      case BeaconMessage m -> statement(1, m.beacon);
      case Solicitation _ -> ByteBuffer.wrap(new byte[] {2});
      case RegistrationMessage m -> statement(3, m.registration);
      case Accepted m -> {
        ByteBuffer bytes = ByteBuffer.allocate(1 + Xid.BYTES + 8).put(0, (byte) 4);
        m.host.write(bytes, 1);
        yield bytes.putLong(1 + Xid.BYTES, m.counter);
      }
      case Moved m -> {
        byte[] said = m.registration.encode();
        ByteBuffer bytes = ByteBuffer.allocate(1 + Xid.BYTES + said.length).put(0, (byte) 5);
        m.from.write(bytes, 1);
        yield bytes.put(1 + Xid.BYTES, said);
      }
      case LinkStateMessage m -> statement(6, m.linkState);
      case DepartureMessage m -> statement(7, m.departure);
      case Prepared m -> statement(8, m.registration);
      case Brought m -> statement(9, m.registration);
    };
  }

  private static ByteBuffer statement(int kind, Statement statement) {
    byte[] said = statement.encode();
    return ByteBuffer.allocate(1 + said.length).put((byte) kind).put(said).flip();
  }

  /**
   * Reads a payload.
   *
   * @throws MalformedPacket when it is no message
   */
  static Message decode(ByteBuffer bytes) {
    try {
      int kind = bytes.get() & 0xFF;
      return switch (kind) {
        case 1 -> new BeaconMessage(Statement.read(bytes));
        case 2 -> new Solicitation();
        case 3 -> new RegistrationMessage(Statement.read(bytes));
        case 4 -> {
          Xid host = xid(bytes);
          yield new Accepted(host, bytes.getLong());
        }
        case 5 -> {
          Xid from = xid(bytes);
          yield new Moved(Statement.read(bytes), from);
        }
        case 6 -> new LinkStateMessage(Statement.read(bytes));
        case 7 -> new DepartureMessage(Statement.read(bytes));
        case 8 -> new Prepared(Statement.read(bytes));
        case 9 -> new Brought(Statement.read(bytes));
        default -> throw new MalformedPacket("no message is of kind " + kind);
      };
    } catch (BufferUnderflowException e) {
      throw new MalformedPacket("a message ends early");
    }
  }

  /** Reads an identifier and moves past it. */
  static Xid xid(ByteBuffer bytes) {
    if (bytes.remaining() < Xid.BYTES) {
      throw new MalformedPacket("an identifier ends early");
    }
    Xid xid = Xid.read(bytes, bytes.position());
    bytes.position(bytes.position() + Xid.BYTES);
    return xid;
  }

  /** Writes an identifier and moves on. */
  static void put(ByteBuffer bytes, Xid xid) {
    xid.write(bytes, bytes.position());
    bytes.position(bytes.position() + Xid.BYTES);
  }

  /** {@return a packet with it that goes no further than the neighbours} */
  default Packet packet(Dag to, Xid sender) {
    return Packet.of(to, Dag.chain(sender), NextHeader.ATTACHMENT, 1, encode());
  }

  /** Where all neighbours hear it that care for beacons. */
  Dag BEACONS = Dag.chain(Xid.BROADCAST, Xid.BEACONS);

  /** Where all neighbours hear it that care for routes. */
  Dag ROUTING = Dag.chain(Xid.BROADCAST, Xid.ROUTING);
}
