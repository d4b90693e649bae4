package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.stack.Network;
import dev.drover.xia.transport.Connection.Proven;
import dev.drover.xia.transport.Segment.Kind;
import dev.drover.xia.transport.Whereabouts.Phase;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listener's connections until they are accepted. A SYN is signed by its sender's key; it gets a
 * SYNACK signed by the service's, and becomes a connection when a packet comes that has the id of
 * that SYNACK: so nobody opens one under a false address, and a SYN that is said again by another
 * leads nowhere. One client's SYN is one opening however often it comes.
 *
 * <p>Costs the service one verification and one signature for each SYN that is new, 1.3 ms or so,
 * off the network's threads; more than {@code backlog} that wait push the oldest unproven one out.
 */
final class Openings {
  private static final long FIRST_WAIT = 250_000_000;
  private static final long LONGEST_WAIT = 2_000_000_000;
  private static final long LONGEST_OPENING = 10_000_000_000L;

  /** A client's opening, as the client names it. */
  private record Asker(Xid sid, long id) {}

  /** A SYN that was heard; half open once it is answered. */
  private static final class Opening {
    final Asker asker;
    final long counter;
    @Nullable HalfOpen half;

    Opening(Asker asker, long counter) {
      this.asker = asker;
      this.counter = counter;
    }
  }

  private record HalfOpen(
      long id, Proven client, ByteBuffer answer, Envelope envelope, long echo) {}

  private final Port port;
  private final XiaStack stack;
  private final Identity service;
  private final int backlog;
  private final Ended<Asker> ended = new Ended<>();

  /** Guarded by this, as all below. */
  private final Map<Asker, Opening> openings = new LinkedHashMap<>();

  private final Map<Long, Asker> open = new HashMap<>();
  private final Set<Asker> openAskers = new HashSet<>();
  private final Deque<Connection> ready = new ArrayDeque<>();
  private boolean closed;

  Openings(Port port, Identity service) {
    this.port = port;
    this.stack = port.stack();
    this.service = service;
    this.backlog = stack.options().backlog();
  }

  /** A SYN came. */
  void syn(Segment segment, ByteBuffer data) {
    long heard = stack.network().nanoTime();
    Statement statement = Statement.read(data);
    Whereabouts said = Whereabouts.of(statement);
    Asker asker = new Asker(said.address().intent(), said.from());
    if (said.phase() != Phase.OPEN
        || said.from() != segment.from
        || !said.peer().equals(service.sid())) {
      refuse(asker, "it is signed for something else");
      return;
    }
    Optional<HalfOpen> again = Optional.empty();
    synchronized (this) {
      Opening before = openings.get(asker);
      if (closed || openAskers.contains(asker) || ended.contains(asker)) {
        return;
      }
      if (before != null && statement.counter() <= before.counter) {
        again = Optional.ofNullable(before.half);
      } else {
        begin(new Opening(asker, statement.counter()), segment, statement, said, heard);
      }
    }
    again.ifPresent(this::answer);
  }

  /** Guarded by this. */
  private void begin(
      Opening opening, Segment segment, Statement statement, Whereabouts said, long heard) {
    if (ready.size() >= backlog) {
      return;
    }
    Opening before = openings.remove(opening.asker);
    if (before != null) {
      drop(before);
    }
    openings.put(opening.asker, opening);
    if (!stack.openWork().submit(() -> check(opening, segment, statement, said, heard))) {
      openings.remove(opening.asker);
    }
  }

  /** For one more half open: what is forged has not come so far, and pushes nobody out. */
  private void makeRoom() {
    List<Opening> halves =
        openings.values().stream().filter(opening -> opening.half != null).toList();
    if (!halves.isEmpty() && halves.size() + ready.size() >= backlog) {
      openings.remove(halves.getFirst().asker);
      drop(halves.getFirst());
    }
  }

  private void drop(Opening opening) {
    if (opening.half != null) {
      port.leave(opening.half.id);
    }
  }

  private void refuse(Asker asker, String why) {
    stack
        .refusals()
        .add(() ->
            "a SYN for %s from %s was refused: %s"
                .formatted(service.sid().brief(), asker.sid.brief(), why));
  }

  /** Verifies a SYN and signs the answer. Not on the network's thread. */
  private void check(
      Opening opening, Segment segment, Statement statement, Whereabouts said, long heard) {
    if (!statement.genuine()) {
      refuse(opening.asker, "its signature is forged");
      synchronized (this) {
        openings.remove(opening.asker, opening);
      }
      return;
    }
    long id = stack.newId();
    Network network = stack.network();
    Dag here = network.address(service.sid());
    Statement answer =
        stack.state(
            service,
            new Whereabouts(
                Phase.OPENED, id, said.from(), statement.counter(), opening.asker.sid, here));
    Proven client =
        new Proven(
            statement.signer(),
            said.from(),
            said.address(),
            statement.counter(),
            segment.window,
            0);
    long now = network.nanoTime();
    HalfOpen half =
        new HalfOpen(
            id,
            client,
            ByteBuffer.wrap(answer.encode()),
            new Envelope(said.address(), here),
            segment.time == 0 ? 0 : segment.time + (now - heard));
    synchronized (this) {
      if (closed || openings.get(opening.asker) != opening) {
        return;
      }
      makeRoom();
      opening.half = half;
      stack.retain(port);
      port.take(id, (first, data) -> proven(opening, half, first, data));
    }
    repeat(opening, half, new Repeat(FIRST_WAIT, LONGEST_WAIT, now));
  }

  private void answer(HalfOpen half) {
    Segment segment = new Segment();
    segment.clear(Kind.SYNACK);
    segment.from = half.id;
    segment.to = half.client.id();
    segment.window = stack.options().receiveBuffer();
    segment.time = stack.network().nanoTime();
    segment.echo = half.echo;
    stack.network().send(half.envelope.bytes(segment, half.answer));
  }

  private void repeat(Opening opening, HalfOpen half, Repeat repeat) {
    long now = stack.network().nanoTime();
    synchronized (this) {
      if (closed || openings.get(opening.asker) != opening) {
        return;
      }
      if (repeat.age(now) > LONGEST_OPENING) {
        openings.remove(opening.asker);
        ended.add(opening.asker);
        drop(opening);
        return;
      }
    }
    if (repeat.due(now)) {
      answer(half);
    }
    var _ =
        stack
            .network()
            .after(Math.max(0, repeat.deadline() - now), () -> repeat(opening, half, repeat));
  }

  /** A packet with a half open connection's id came: its client is where it says it is. */
  private void proven(Opening opening, HalfOpen half, Segment first, ByteBuffer data) {
    if (first.from != half.client.id()) {
      refuse(opening.asker, "what followed it lacks the connection's ids");
      return;
    }
    if (first.kind() == Kind.RESET) {
      synchronized (this) {
        if (openings.remove(opening.asker, opening)) {
          ended.add(opening.asker);
          drop(opening);
        }
      }
      return;
    }
    Connection connection = new Connection(port, service, half.id, half.client);
    synchronized (this) {
      if (closed || !openings.remove(opening.asker, opening)) {
        return;
      }
      open.put(half.id, opening.asker);
      openAskers.add(opening.asker);
      port.add(connection);
      ready.add(connection);
      notifyAll();
    }
    connection.receive(first, data);
  }

  /** A connection of this listener's, perhaps, is over. */
  synchronized void gone(Connection connection) {
    Asker asker = open.remove(connection.id());
    if (asker != null) {
      openAskers.remove(asker);
      ended.add(asker);
    }
    ready.remove(connection);
  }

  /**
   * Waits for a connection.
   *
   * @return none when the time is up, or the listener closed
   */
  synchronized Optional<Connection> accept(long timeoutNanos) throws InterruptedException {
    long until = stack.network().nanoTime() + Math.min(timeoutNanos, Long.MAX_VALUE / 4);
    while (ready.isEmpty() && !closed) {
      long left = until - stack.network().nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return Optional.ofNullable(ready.poll());
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Nothing is opened any more; what nobody accepted is reset. */
  void close() {
    List<Connection> left;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      left = new ArrayList<>(ready);
      ready.clear();
      openings.values().forEach(this::drop);
      openings.clear();
      notifyAll();
    }
    left.forEach(connection -> connection.abort("nobody accepted the stream"));
    port.noListener();
  }
}
