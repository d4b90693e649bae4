package dev.drover.xia.chunk;

import dev.drover.xia.address.Xid;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent, and what is still to come of it. Packets of one come in order but for a
 * few that overtake others: what three later ones have overtaken is lost.
 */
final class Inquiry {
  /** As TCP's duplicate acknowledgements. */
  static final int OVERTAKEN = 3;

  final int number;
  final Transfer transfer;
  final long sentAt;
  final int to;

  /** What was before is no concern of this any more. */
  int from;

  /** Bytes that have not come. */
  int missing;

  /** Who answers it, once somebody has. */
  @Nullable Xid responder;

  long heardAt;

  /** Packets of later requests that the same responder has answered. */
  int overtakenWhole;

  private int expected;
  private int holesBefore;
  private int overtaken;

  Inquiry(int number, Transfer transfer, int from, int to, long now) {
    this.number = number;
    this.transfer = transfer;
    this.from = from;
    this.to = to;
    this.sentAt = now;
    this.heardAt = now;
    this.expected = from;
    this.holesBefore = from;
    this.missing = transfer.partial.coverage().missing(from, to);
  }

  /** {@return who is to answer it: the farthest that may} */
  Xid expectedResponder() {
    return responder == null ? transfer.origin : responder;
  }

  /**
   * A piece came.
   *
   * @return up to where what is missing is lost; {@link #from} if nothing is
   */
  int lostUpTo(int pieceFrom, int pieceTo) {
    Coverage coverage = transfer.partial.coverage();
    if (pieceFrom > expected && holesBefore <= from) {
      holesBefore = pieceFrom;
      overtaken = 0;
    }
    expected = Math.max(expected, Math.min(to, pieceTo));
    if (holesBefore <= from || pieceFrom < holesBefore || ++overtaken < OVERTAKEN) {
      return from;
    }
    int lost = holesBefore;
    boolean more = coverage.missing(lost, Math.max(lost, expected)) > 0;
    holesBefore = more ? expected : from;
    overtaken = 0;
    return lost;
  }
}
