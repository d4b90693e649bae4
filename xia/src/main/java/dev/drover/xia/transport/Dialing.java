package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.stack.Network;
import dev.drover.xia.transport.Connection.Proven;
import dev.drover.xia.transport.Segment.Kind;
import dev.drover.xia.transport.StreamException.Reason;
import dev.drover.xia.transport.Whereabouts.Phase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Opens one connection: says SYN until a SYNACK comes that is signed by the service's key, ever
 * less often. Costs a signature and a verification, 1.3 ms or so, on the caller's thread.
 */
final class Dialing {
  private static final long FIRST_WAIT = 250_000_000;
  private static final long LONGEST_WAIT = 2_000_000_000;

  /** More than a service would say; a stranger does not know the id. */
  private static final int MOST_ANSWERS = 4;

  private record Answer(Segment segment, ByteBuffer data, long arrived) {}

  private final Port port;
  private final XiaStack stack;
  private final Network network;
  private final Identity me;
  private final Dag service;
  private final long id;
  private final BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(MOST_ANSWERS);

  Dialing(Port port, Identity me, Dag service) {
    this.port = port;
    this.stack = port.stack();
    this.network = stack.network();
    this.me = me;
    this.service = service;
    this.id = stack.newId();
  }

  /** {@return the open connection} */
  Connection dial(Duration timeout) throws StreamException, InterruptedException {
    stack.retain(port);
    port.take(id, (segment, data) -> answered(segment, data));
    boolean open = false;
    try {
      Connection connection = ask(timeout.toNanos());
      open = true;
      return connection;
    } finally {
      if (!open) {
        port.leave(id);
      }
    }
  }

  private void answered(Segment segment, ByteBuffer data) {
    var _ = answers.offer(new Answer(segment, data, network.nanoTime()));
  }

  private Connection ask(long timeout) throws StreamException, InterruptedException {
    Dag here = network.address(me.sid());
    Statement statement = state(here);
    Repeat repeat = new Repeat(FIRST_WAIT, LONGEST_WAIT, network.nanoTime());
    while (true) {
      long now = network.nanoTime();
      long left = timeout - repeat.age(now);
      if (left <= 0) {
        throw new StreamException(
            Reason.NO_ANSWER,
            "no answer from %s within %s".formatted(service.intent(), Duration.ofNanos(timeout)));
      }
      if (repeat.due(now)) {
        if (!network.address(me.sid()).equals(here)) {
          here = network.address(me.sid());
          statement = state(here);
        }
        say(statement, here);
      }
      Answer answer = answers.poll(Math.min(left, repeat.deadline() - now), TimeUnit.NANOSECONDS);
      if (answer != null) {
        Optional<Connection> connection = judge(answer, statement.counter());
        if (connection.isPresent()) {
          return connection.get();
        }
      }
    }
  }

  private Statement state(Dag here) {
    return stack.state(me, new Whereabouts(Phase.OPEN, id, 0, 0, service.intent(), here));
  }

  private void say(Statement statement, Dag here) {
    Segment segment = new Segment();
    segment.clear(Kind.SYN);
    segment.from = id;
    segment.window = stack.options().receiveBuffer();
    segment.time = network.nanoTime();
    network.send(new Envelope(service, here).bytes(segment, ByteBuffer.wrap(statement.encode())));
  }

  private Optional<Connection> judge(Answer answer, long counter) throws StreamException {
    Segment segment = answer.segment;
    if (segment.kind() == Kind.RESET && segment.from == 0) {
      throw new StreamException(Reason.REFUSED, "nothing listens for " + service.intent());
    }
    if (segment.kind() != Kind.SYNACK) {
      return Optional.empty();
    }
    try {
      return Optional.of(open(answer, counter));
    } catch (MalformedPacket e) {
      Xid sid = service.intent();
      stack
          .refusals()
          .add(() -> "a SYNACK of %s was refused: %s".formatted(sid.brief(), e.getMessage()));
      return Optional.empty();
    }
  }

  private Connection open(Answer answer, long counter) {
    Segment segment = answer.segment;
    Statement statement = Statement.read(answer.data);
    Whereabouts said = Whereabouts.of(statement);
    if (said.phase() != Phase.OPENED
        || said.from() != segment.from
        || said.to() != id
        || said.answers() > counter
        || !said.peer().equals(me.sid())
        || !said.address().intent().equals(service.intent())) {
      throw new MalformedPacket("it is signed for something else");
    }
    if (!statement.genuine()) {
      throw new MalformedPacket("its signature is forged");
    }
    Proven proven =
        new Proven(
            statement.signer(),
            said.from(),
            said.address(),
            statement.counter(),
            segment.window,
            segment.echo == 0 ? 0 : answer.arrived - segment.echo);
    Connection connection = new Connection(port, me, id, proven);
    port.add(connection);
    connection.begin(segment.time + (network.nanoTime() - answer.arrived));
    return connection;
  }
}
