package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.transport.Connection.Proven;
import dev.drover.xia.transport.Segment.Kind;
import dev.drover.xia.transport.Whereabouts.Phase;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the ends of one connection are, and how that changes: says our moves until they are
 * answered, and follows the peer's once they are verified. What is marked so needs the connection's
 * lock; signing and verifying happen without it.
 */
final class Relocation {
  private static final long LOCATE_AFTER = 200_000_000;
  private static final long LOCATE_AGAIN = 1_000_000_000;

  private final Connection connection;
  private final XiaStack stack;
  private final Identity identity;
  private final Proven proven;

  /** Guarded by the connection's lock, as all below. */
  private final Moves moves;

  private Dag peer;
  private Dag local;
  private Envelope envelope;
  private @Nullable Envelope alternate;
  private long locateAt = Long.MIN_VALUE;

  Relocation(Connection connection, XiaStack stack, Identity identity, Proven proven) {
    this.connection = connection;
    this.stack = stack;
    this.identity = identity;
    this.proven = proven;
    this.peer = proven.address();
    this.local = stack.network().address(identity.sid());
    this.envelope = new Envelope(peer, local);
    this.moves =
        new Moves(
            new Moves.Ends(proven.id(), connection.id(), identity.sid(), proven.key()),
            proven.counter());
  }

  /** {@return between the ends' addresses; under the lock} */
  Envelope envelope() {
    return envelope;
  }

  Dag peer() {
    return peer;
  }

  Dag local() {
    return local;
  }

  int peerMoves() {
    return moves.peerMoves();
  }

  /** {@return when {@link #onTime} is due; under the lock} */
  long deadline() {
    return moves.deadline();
  }

  /**
   * Says again what was not answered; under the lock.
   *
   * @return for how long it has not been
   */
  long onTime(long now) {
    long unanswered = moves.unanswered(now);
    ByteBuffer statement = moves.due(now);
    if (statement != null) {
      say(Kind.MIGRATE, statement);
      if (unanswered > LOCATE_AFTER) {
        lookElsewhere(now);
      }
    }
    return unanswered;
  }

  /**
   * No way leads to where the peer was; under the lock. It is looked for, and told where this end
   * is, which has it say where it is itself. Only a hint: whoever is on the way can say so.
   */
  void undelivered(long now) {
    lookElsewhere(now);
  }

  private void lookElsewhere(long now) {
    if (locateAt <= now) {
      stack
          .locator()
          .ifPresent(locator -> {
            locateAt = now + LOCATE_AGAIN;
            boolean stated = moves.unanswered(now) > 0;
            Thread.ofVirtual().name("xia-locate").start(() -> locate(locator, stated));
          });
    }
  }

  private void say(Kind kind, ByteBuffer statement) {
    connection.send(packet(envelope, kind, statement));
    if (alternate != null) {
      connection.send(packet(alternate, kind, statement));
    }
  }

  private Packet packet(Envelope between, Kind kind, ByteBuffer statement) {
    Segment segment = new Segment();
    segment.clear(kind);
    segment.to = proven.id();
    segment.from = connection.id();
    return between.bytes(segment, statement);
  }

  /** This node has another address: the peer is told. */
  void moved() {
    Optional<Integer> move =
        connection.ask(_ -> {
          local = stack.network().address(identity.sid());
          envelope = new Envelope(peer, local);
          alternate = null;
          return Optional.of(moves.begin());
        });
    if (move.isPresent()) {
      Statement statement = state(Phase.MOVE, 0, connection.local());
      connection.change(now -> moves.state(move.get(), statement, now));
    }
  }

  private Statement state(Phase phase, long answers, Dag address) {
    return stack.state(
        identity,
        new Whereabouts(
            phase, connection.id(), proven.id(), answers, proven.address().intent(), address));
  }

  /** A statement of the peer's came, perhaps. */
  void receive(Segment segment, ByteBuffer data) {
    Statement statement;
    Whereabouts said;
    try {
      statement = Statement.read(data);
      said = Whereabouts.of(statement);
    } catch (MalformedPacket e) {
      connection.refuse(segment, String.valueOf(e.getMessage()));
      return;
    }
    connection.change(_ -> {
      Optional<String> objection = moves.objection(statement, said);
      if (objection.isPresent()) {
        connection.refuse(segment, objection.get());
      } else if (moves.known(statement, said)) {
        ByteBuffer answer = moves.answer();
        if (said.phase() == Phase.MOVE && answer != null) {
          say(Kind.MIGRATED, answer);
        }
      } else if (moves.beginCheck()
          && !stack.moveWork().submit(() -> check(segment, statement, said))) {
        // It is said again.
        moves.endCheck();
      }
    });
  }

  /** Verifies a statement, and follows the peer if it is genuine. Not on the network's thread. */
  private void check(Segment segment, Statement statement, Whereabouts said) {
    boolean genuine = statement.genuine();
    Optional<Dag> here =
        connection.ask(now -> {
          moves.endCheck();
          if (!genuine) {
            connection.refuse(segment, "its signature is forged");
            return Optional.empty();
          }
          moves.accept(statement, said).ifPresent(address -> follow(address, now));
          return Optional.of(local);
        });
    if (here.isPresent() && said.phase() == Phase.MOVE) {
      Statement answer = state(Phase.MOVED, statement.counter(), here.get());
      connection.change(_ -> {
        moves.answer(statement.counter(), answer);
        say(Kind.MIGRATED, ByteBuffer.wrap(answer.encode()));
      });
    }
  }

  private void follow(Dag address, long now) {
    peer = address;
    envelope = new Envelope(peer, local);
    alternate = null;
    connection.peerMoved(now);
  }

  private void locate(Locator locator, boolean stated) {
    Optional<Dag> found = locator.locate(proven.address().intent());
    if (found.isPresent() && !stated) {
      moved();
    }
    connection.change(_ -> found.ifPresent(this::tryAlso));
  }

  private void tryAlso(Dag address) {
    if (address.intent().equals(peer.intent()) && !address.equals(peer)) {
      alternate = new Envelope(address, local);
    }
  }
}
