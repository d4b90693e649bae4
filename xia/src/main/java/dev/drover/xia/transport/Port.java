package dev.drover.xia.transport;

import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.packet.Quote;
import dev.drover.xia.packet.Xcmp;
import dev.drover.xia.stack.Network;
import dev.drover.xia.transport.Segment.Kind;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All packets for one service identifier: to its listener, its datagram socket, or the connection
 * whose id they have. Bound as long as one of them is there.
 */
final class Port implements Network.Receiver {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Who takes a packet that is for an id, before a connection is open and after. */
  interface Taker {
    void receive(Segment segment, ByteBuffer data);
  }

  private final XiaStack stack;
  private final Xid sid;
  private final Network.Binding binding;
  private final Map<Long, Taker> takers = new ConcurrentHashMap<>();
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();
  private volatile @Nullable Openings listener;
  private volatile @Nullable Datagrams datagrams;

  Port(XiaStack stack, Xid sid) {
    this.stack = stack;
    this.sid = sid;
    this.binding = stack.network().bind(sid, this);
  }

  XiaStack stack() {
    return stack;
  }

  Xid sid() {
    return sid;
  }

  @Override
  public void receive(Packet packet) {
    try {
      if (packet.nextHeader() == NextHeader.XCMP) {
        Xcmp.decode(packet.payload()).undelivered().ifPresent(this::undelivered);
        return;
      }
      if (packet.nextHeader() != NextHeader.TRANSPORT) {
        throw new MalformedPacket("next header " + packet.nextHeader() + " is no transport");
      }
      ByteBuffer payload = packet.payload();
      Segment segment = Segment.read(payload);
      payload.limit(payload.position() + segment.length);
      switch (segment.type) {
        case Segment.STREAM -> stream(packet, segment, payload);
        case Segment.DATAGRAM -> datagram(packet, payload.slice());
        default -> throw new MalformedPacket("no transport is of type " + segment.type);
      }
    } catch (MalformedPacket e) {
      stack
          .refusals()
          .add(() -> "a packet for %s was refused: %s".formatted(sid.brief(), e.getMessage()));
    }
  }

  /**
   * Somebody says that a packet from here did not arrive. Who has not seen it cannot know which
   * connection it is of; a datagram proves nothing, and may be lost anyway.
   */
  private void undelivered(Quote quote) {
    Packet sent = quote.packet();
    if (!sent.sourceIntent().equals(sid)) {
      throw new MalformedPacket("an error is about what was not sent from here");
    }
    for (Connection connection : connections.values()) {
      if (Segment.isFrom(connection.id(), sent.payload())) {
        connection.undelivered();
      }
    }
  }

  private void datagram(Packet packet, ByteBuffer payload) {
    Datagrams socket = datagrams;
    if (socket != null) {
      socket.arrived(packet, payload);
    }
  }

  private void stream(Packet packet, Segment segment, ByteBuffer data) {
    Openings openings = listener;
    if (segment.kind() == Kind.SYN) {
      if (openings == null) {
        reset(packet, segment);
      } else {
        openings.syn(segment, data);
      }
      return;
    }
    Taker taker = takers.get(segment.to);
    if (taker != null) {
      taker.receive(segment, data);
    } else if (!stack.ended().contains(segment.to)) {
      stack
          .refusals()
          .add(() ->
              "a %s for %s from %s was refused: no connection has its ids"
                  .formatted(segment.kind, sid.brief(), packet.sourceIntent().brief()));
      if (segment.kind() != Kind.RESET) {
        reset(packet, segment);
      }
    } else if (segment.wantsAnswer()) {
      reset(packet, segment);
    }
  }

  /** Says that there is no such connection, by the ids that only its ends know. */
  private void reset(Packet packet, Segment segment) {
    Segment reset = new Segment();
    reset.clear(Kind.RESET);
    reset.to = segment.from;
    reset.from = segment.to;
    Envelope envelope = new Envelope(packet.source(), stack.network().address(sid));
    stack.network().send(envelope.bytes(reset, NOTHING));
  }

  // ---- who is here

  /** Packets with this id go to {@code taker} from now on. */
  void take(long id, Taker taker) {
    takers.put(id, taker);
  }

  /** A connection is open. */
  void add(Connection connection) {
    connections.put(connection.id(), connection);
    takers.put(connection.id(), connection::receive);
  }

  /** Nobody has this id any more. */
  void leave(long id) {
    takers.remove(id);
    stack.ended().add(id);
    stack.release(this);
  }

  void gone(Connection connection) {
    Openings openings = listener;
    if (openings != null) {
      openings.gone(connection);
    }
    connections.remove(connection.id());
    leave(connection.id());
  }

  Collection<Connection> connections() {
    return List.copyOf(connections.values());
  }

  void listen(Openings openings) {
    if (listener != null) {
      throw new IllegalStateException(sid + " has a listener already");
    }
    listener = openings;
  }

  void noListener() {
    listener = null;
    stack.release(this);
  }

  void datagrams(Datagrams socket) {
    if (datagrams != null) {
      throw new IllegalStateException(sid + " has a datagram socket already");
    }
    datagrams = socket;
  }

  void noDatagrams() {
    datagrams = null;
    stack.release(this);
  }

  /** Nobody is here any more. */
  void unbind() {
    binding.close();
  }
}
