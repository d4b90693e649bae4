package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.identity.PublicKey;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.transport.Whereabouts.Phase;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one connection knows of its ends' moves: what of ours the peer has not answered, and the
 * last of the peer's that counts. Guarded by the connection's lock; verifies nothing itself.
 *
 * <p>A statement counts when the key that opened the connection signed it, it is about this very
 * connection, and its counter is above the last one's: what was heard by others cannot be said
 * again by them.
 */
final class Moves {
  private static final long FIRST_WAIT = 25_000_000;
  private static final long LONGEST_WAIT = 250_000_000;

  /** The connection as a statement has to name it. */
  record Ends(long peerId, long ownId, Xid own, PublicKey peerKey) {}

  private final Ends ends;

  /** Of moves begun; a statement that is signed late is about an older one. */
  private int begun;

  private @Nullable ByteBuffer stated;
  private long statedCounter;
  private @Nullable Repeat repeat;

  /** Of the peer's last MOVE, and of the last statement of its that had a place to be. */
  private long moveCounter;

  private long addressCounter;
  private @Nullable ByteBuffer answer;
  private boolean checking;
  private int peerMoves;

  /**
   * @param opened counter of the statement that the peer opened the connection with
   */
  Moves(Ends ends, long opened) {
    this.ends = ends;
    this.moveCounter = opened;
    this.addressCounter = opened;
  }

  /** {@return the number of a move of ours that begins now} */
  int begin() {
    stated = null;
    repeat = null;
    return ++begun;
  }

  /** A move's statement is signed: it is said from now on, unless another move began. */
  void state(int move, Statement statement, long now) {
    if (move == begun) {
      stated = ByteBuffer.wrap(statement.encode());
      statedCounter = statement.counter();
      repeat = new Repeat(FIRST_WAIT, LONGEST_WAIT, now);
    }
  }

  /** {@return the statement when it is time to say it} */
  @Nullable ByteBuffer due(long now) {
    return repeat != null && repeat.due(now) ? stated : null;
  }

  /** {@return for how long a statement of ours has gone without answer, 0 when none does} */
  long unanswered(long now) {
    return repeat == null ? 0 : repeat.age(now);
  }

  long deadline() {
    return repeat == null ? Scoreboard.NONE : repeat.deadline();
  }

  /**
   * Judges what can be judged without the signature.
   *
   * @return why it is refused, if it is
   */
  Optional<String> objection(Statement statement, Whereabouts said) {
    if (!statement.signer().equals(ends.peerKey)) {
      return Optional.of("it is signed by another key than the one that opened the connection");
    }
    if (said.from() != ends.peerId || said.to() != ends.ownId || !said.peer().equals(ends.own)) {
      return Optional.of("it is about another connection");
    }
    return switch (said.phase()) {
      case MOVE ->
          statement.counter() < moveCounter
              ? Optional.of("it was said before: its counter is not above the last one's")
              : Optional.empty();
      case MOVED ->
          said.answers() > statedCounter
              ? Optional.of("it answers what was never said")
              : Optional.empty();
      case OPEN, OPENED -> Optional.of("the connection is open already");
    };
  }

  /** {@return whether it says nothing that is not known already} */
  boolean known(Statement statement, Whereabouts said) {
    return said.phase() == Phase.MOVE
        ? statement.counter() == moveCounter
        : repeat == null || said.answers() != statedCounter;
  }

  /** {@return whether its signature is to be verified now: one at a time is} */
  boolean beginCheck() {
    boolean begins = !checking;
    checking = true;
    return begins;
  }

  void endCheck() {
    checking = false;
  }

  /**
   * A genuine statement without objection is taken in.
   *
   * @return the address that the peer is at now, if that is news
   */
  Optional<Dag> accept(Statement statement, Whereabouts said) {
    if (said.phase() == Phase.MOVED && said.answers() == statedCounter) {
      stated = null;
      repeat = null;
    }
    if (said.phase() == Phase.MOVE) {
      moveCounter = statement.counter();
      answer = null;
      peerMoves++;
    }
    if (statement.counter() <= addressCounter) {
      // Signed earlier than what came earlier, when both ends move at once.
      return Optional.empty();
    }
    addressCounter = statement.counter();
    return Optional.of(said.address());
  }

  /** Keeps the answer to the peer's statement, to be given again when it is asked again. */
  void answer(long counter, Statement statement) {
    if (counter == moveCounter) {
      answer = ByteBuffer.wrap(statement.encode());
    }
  }

  /** {@return the answer to the last statement, once it is signed} */
  @Nullable ByteBuffer answer() {
    return answer;
  }

  int peerMoves() {
    return peerMoves;
  }
}
