package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.InvalidDag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.packet.MalformedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Where an end of a stream is, as it states itself: the body of a {@link Statement} of kind
 * MIGRATE, which opens a stream as well as moves it. Its signer's hash is the end's service
 * identifier, and the address's intent.
 *
 * <pre>phase u8 │ from u64 │ to u64 │ answers u64 │ peer 24 │ nodes u8 │ address 28 each</pre>
 *
 * @param phase one phase's statement is never taken for another's
 * @param from the end's connection id
 * @param to its peer's, 0 while that is unknown
 * @param answers the counter of the statement that this answers, 0 if it answers none
 * @param peer the service identifier it talks to
 * @param address where it is
 */
record Whereabouts(Phase phase, long from, long to, long answers, Xid peer, Dag address) {
  private static final int BEFORE_NODES = 1 + 8 + 8 + 8 + Xid.BYTES + 1;

  /** What it is said for. */
  enum Phase {
    OPEN(1),
    OPENED(2),
    MOVE(3),
    MOVED(4);

    private final int number;

    Phase(int number) {
      this.number = number;
    }

    private static Phase of(int number) {
      for (Phase phase : values()) {
        if (phase.number == number) {
          return phase;
        }
      }
      throw new MalformedPacket("a stream has no phase " + number);
    }
  }

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BEFORE_NODES + address.wireBytes());
    bytes.put((byte) phase.number).putLong(from).putLong(to).putLong(answers);
    peer.write(bytes, bytes.position());
    bytes.put(BEFORE_NODES - 1, (byte) address.nodes().size());
    address.write(bytes, BEFORE_NODES);
    return bytes.array();
  }

  /**
   * Reads what a statement says, which may be a lie.
   *
   * @throws MalformedPacket when it says something else, or has an address that is not its signer's
   */
  static Whereabouts of(Statement statement) {
    if (statement.kind() != Statement.Kind.MIGRATE) {
      throw new MalformedPacket("a statement of kind " + statement.kind() + " opens no stream");
    }
    Whereabouts said = decode(statement.body());
    if (!said.address.intent().equals(statement.signer().xid(XidType.SID))) {
      throw new MalformedPacket(
          "the key of its signer is not that of " + said.address.intent().brief());
    }
    return said;
  }

  private static Whereabouts decode(ByteBuffer bytes) {
    try {
      Phase phase = Phase.of(bytes.get() & 0xFF);
      long from = bytes.getLong();
      long to = bytes.getLong();
      long answers = bytes.getLong();
      Xid peer = Xid.read(bytes, bytes.position());
      int nodes = bytes.get(BEFORE_NODES - 1) & 0xFF;
      if (bytes.limit() != BEFORE_NODES + nodes * Dag.NODE_BYTES) {
        throw new MalformedPacket("%d bytes are no %d nodes".formatted(bytes.limit(), nodes));
      }
      return new Whereabouts(phase, from, to, answers, peer, Dag.read(bytes, BEFORE_NODES, nodes));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new MalformedPacket("whereabouts end early");
    } catch (InvalidDag e) {
      throw new MalformedPacket("whereabouts are no address: " + e.getMessage());
    }
  }
}
