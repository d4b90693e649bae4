package dev.drover.cli.terminal;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Progress for logs and pipes: a line when a VM's state, phase or round changes, and every five
 * seconds while it moves; never more than one a second for a VM, except for its last.
 */
public final class PlainProgress implements Progress {
  private static final long AT_MOST_EVERY_MS = 1000;
  private static final long AT_LEAST_EVERY_MS = 5000;

  private record Said(String what, long atMs) {}

  private final PrintStream out;
  private final Screen screen;
  private final Forward forward = new Forward();
  private final Map<String, Said> said = new HashMap<>();

  public PlainProgress(PrintStream out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  @Override
  public synchronized void show(Board board) {
    Board now = forward.next(board);
    long atMs = now.elapsed().toMillis();
    for (Board.Line line : now.lines()) {
      String what = line.state() + line.phase() + line.round();
      Said before = said.get(line.vm());
      if (line.state() == Board.State.WAITING
          || (before != null && !due(before, what, line, atMs))) {
        continue;
      }
      said.put(line.vm(), new Said(what, atMs));
      say(text(line, now));
    }
  }

  private static boolean due(Said before, String what, Board.Line line, long atMs) {
    boolean changed = !before.what().equals(what);
    long since = atMs - before.atMs();
    return changed
        ? line.state().isFinal() || since >= AT_MOST_EVERY_MS
        : !line.state().isFinal() && since >= AT_LEAST_EVERY_MS;
  }

  private static String text(Board.Line line, Board board) {
    String at = String.format(Locale.ROOT, "%6.1fs", board.elapsed().toMillis() / 1000.0);
    return at
        + "  "
        + line.vm()
        + switch (line.state()) {
          case WAITING -> ": waiting";
          case MOVED -> ": moved to " + line.destination();
          case CANCELLED -> ": cancelled";
          case FAILED -> ": failed: " + line.phase();
          case MOVING ->
              " → "
                  + line.destination()
                  + ": "
                  + line.phase()
                  + (line.round() > 0 ? ", round " + line.round() : "")
                  + ", "
                  + (int) Math.floor(line.fraction() * 100)
                  + "%"
                  + (line.rate().bitsPerSecond() > 0 ? ", " + line.rate() : "")
                  + line.left()
                      .filter(left -> left.toSeconds() > 0)
                      .map(left -> ", about " + left.toSeconds() + "s left")
                      .orElse("");
        }
        + " (overall "
        + (int) Math.floor(board.fraction() * 100)
        + "%)";
  }

  @Override
  public synchronized void say(String line) {
    out.println(screen.plain(line));
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
