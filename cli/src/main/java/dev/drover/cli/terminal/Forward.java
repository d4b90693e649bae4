package dev.drover.cli.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes progress monotone: what was shown is never taken back. A guest that dirties memory faster
 * than it is sent makes the honest estimate fall; the bar then waits instead.
 */
final class Forward {
  /** A bar is full only when its VM has arrived. */
  private static final double UNFINISHED = 0.99;

  private final Map<String, Board.Line> last = new HashMap<>();
  private double overall;

  Board next(Board board) {
    List<Board.Line> lines = new ArrayList<>();
    boolean all = true;
    for (Board.Line line : board.lines()) {
      Board.Line before = last.get(line.vm());
      Board.Line now = before == null ? cap(line) : forward(before, line);
      last.put(line.vm(), now);
      lines.add(now);
      all &= now.state() == Board.State.MOVED;
    }
    overall = all ? 1 : Math.max(overall, Math.clamp(board.fraction(), 0, UNFINISHED));
    return new Board(lines, overall, board.elapsed(), board.left());
  }

  private static Board.Line forward(Board.Line before, Board.Line line) {
    if (before.state().isFinal()) {
      return before;
    }
    Board.Line capped = cap(line);
    boolean back = line.state().compareTo(before.state()) < 0;
    return new Board.Line(
        line.vm(),
        line.destination(),
        line.technique(),
        back ? before.state() : line.state(),
        back ? before.phase() : line.phase(),
        Math.max(before.round(), line.round()),
        Math.max(before.fraction(), capped.fraction()),
        line.rate(),
        line.left());
  }

  private static Board.Line cap(Board.Line line) {
    double fraction =
        line.state() == Board.State.MOVED ? 1 : Math.clamp(line.fraction(), 0, UNFINISHED);
    return new Board.Line(
        line.vm(),
        line.destination(),
        line.technique(),
        line.state(),
        line.phase(),
        line.round(),
        fraction,
        line.rate(),
        line.left());
  }
}
