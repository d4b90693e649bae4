package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.transport.StreamException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A socket for datagrams: each is one packet, may be lost or come twice, and comes from whom it
 * says only if its content proves it. Safe for use by many threads.
 */
public final class Datagrams implements AutoCloseable {
  private static final int MOST_WAITING = 1024;

  private final XiaStack stack;
  private final Port port;
  private final Xid sid;

  /** An empty one wakes who waits when this is closed. */
  private final BlockingQueue<Optional<Datagram>> arrived = new LinkedBlockingQueue<>(MOST_WAITING);

  private volatile boolean closed;

  Datagrams(Port port, Xid sid) {
    this.stack = port.stack();
    this.port = port;
    this.sid = sid;
  }

  /** {@return where it can be reached now} */
  public Dag local() {
    return stack.network().address(sid);
  }

  /** {@return how many bytes one to {@code to} may have} */
  public int most(Dag to) {
    return new Envelope(to, local()).room(stack.network().largestPacket());
  }

  /**
   * Sends a datagram on its way.
   *
   * @throws IllegalArgumentException when it is larger than a packet
   * @throws StreamException when this was closed
   */
  public void send(Dag to, byte[] bytes) throws StreamException {
    send(to, ByteBuffer.wrap(bytes));
  }

  /** As the other: what is from the buffer's position to its limit, which are not moved. */
  public void send(Dag to, ByteBuffer bytes) throws StreamException {
    if (closed) {
      throw closed();
    }
    Envelope envelope = new Envelope(to, local());
    int most = envelope.room(stack.network().largestPacket());
    if (bytes.remaining() > most) {
      throw new IllegalArgumentException(
          "a datagram to %s must have at most %d bytes, not %d; it is one packet"
              .formatted(to.intent().brief(), most, bytes.remaining()));
    }
    Segment segment = new Segment();
    segment.type = Segment.DATAGRAM;
    stack.network().send(envelope.bytes(segment, bytes));
  }

  /** Waits for a datagram. */
  public Datagram receive() throws StreamException, InterruptedException {
    return taken(arrived.take());
  }

  /** {@return a datagram, none when the time is up} */
  public Optional<Datagram> receive(Duration timeout) throws StreamException, InterruptedException {
    Optional<Datagram> datagram = arrived.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    return datagram == null ? Optional.empty() : Optional.of(taken(datagram));
  }

  private Datagram taken(Optional<Datagram> datagram) throws StreamException {
    if (datagram.isEmpty()) {
      var _ = arrived.offer(datagram);
      throw closed();
    }
    return datagram.get();
  }

  private static StreamException closed() {
    return new StreamException(Reason.CLOSED, "the datagram socket is closed");
  }

  /** Takes one over; when too many wait it is lost, as any datagram may be. */
  void arrived(Packet packet, ByteBuffer payload) {
    if (!closed) {
      var _ = arrived.offer(Optional.of(new Datagram(packet.source(), payload)));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      port.noDatagrams();
      arrived.clear();
      var _ = arrived.offer(Optional.empty());
    }
  }
}
