package dev.drover.cli.reproduce;

import dev.drover.cli.terminal.Screen;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how many runs are done: on a terminal a line that is drawn again, else a line every ten
 * seconds. Safe for use by many threads.
 */
final class SweepProgress {
  private static final long LIVE_EVERY_NS = 100_000_000L;
  private static final long PLAIN_EVERY_NS = 10_000_000_000L;

  private final PrintStream out;
  private final Screen screen;
  private final LongSupplier nanoClock;
  private final long startedNs;
  private long saidNs;
  private int total;
  private int done;

  SweepProgress(PrintStream out, Screen screen, LongSupplier nanoClock) {
    this.out = out;
    this.screen = screen;
    this.nanoClock = nanoClock;
    this.startedNs = nanoClock.getAsLong();
    this.saidNs = startedNs;
  }

  /** One more run is to be made. */
  synchronized void more() {
    total++;
  }

  /** A run of the trial so called is made. */
  synchronized void done(String label) {
    done++;
    long now = nanoClock.getAsLong();
    if (now - saidNs < (screen.live() ? LIVE_EVERY_NS : PLAIN_EVERY_NS) && done < total) {
      return;
    }
    saidNs = now;
    String line =
        String.format(
            Locale.ROOT,
            "%d of %d runs%s: %s",
            done,
            total,
            done < total ? ", about " + left(now - startedNs) + " left" : "",
            label);
    if (screen.live()) {
      out.print("\r\u001b[K" + shortened(screen.plain(line)) + (done == total ? "\n" : ""));
    } else {
      out.println(screen.plain(line));
    }
    out.flush();
  }

  /** Says something once, above the progress. */
  synchronized void say(String line) {
    out.println((screen.live() ? "\r\u001b[K" : "") + screen.plain(line));
    out.flush();
  }

  private String shortened(String line) {
    return line.length() < screen.width() ? line : line.substring(0, screen.width() - 1);
  }

  private String left(long sinceNs) {
    Duration left = Duration.ofNanos((long) ((double) sinceNs / done * (total - done)));
    return left.toMinutes() >= 2 ? left.toMinutes() + " min" : Math.max(1, left.toSeconds()) + " s";
  }
}
