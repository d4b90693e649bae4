package dev.drover.cli.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.function.LongSupplier;

/** Redraws the board in place. For terminals only. */
public final class LiveProgress implements Progress {
  private static final long MEASURE_EVERY_NS = 2_000_000_000L;

  private final PrintStream out;
  private final LongSupplier nanoClock;
  private final Forward forward = new Forward();
  private Screen screen;
  private long measuredNs;
  private List<String> drawn = List.of();

  public LiveProgress(PrintStream out, Screen screen, LongSupplier nanoClock) {
    this.out = out;
    this.screen = screen;
    this.nanoClock = nanoClock;
    this.measuredNs = nanoClock.getAsLong();
  }

  @Override
  public synchronized void show(Board board) {
    long now = nanoClock.getAsLong();
    if (now - measuredNs > MEASURE_EVERY_NS) {
      screen = screen.measured();
      measuredNs = now;
    }
    redraw("", BoardLines.render(forward.next(board), screen));
  }

  @Override
  public synchronized void say(String line) {
    redraw(screen.plain(line) + "\n", drawn);
  }

  @Override
  public synchronized void close() {
    out.flush();
  }

  private void redraw(String above, List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (!drawn.isEmpty()) {
      text.append("\u001b[").append(drawn.size()).append("A\r\u001b[J");
    }
    text.append(above);
    for (String line : lines) {
      text.append(line).append('\n');
    }
    out.print(text);
    out.flush();
    drawn = lines;
  }
}
