package dev.drover.cli.simulate;

import dev.drover.cli.terminal.Screen;
import dev.drover.simulate.scenario.RunSpec;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far runs are: on a terminal a line that is drawn again, else a line every ten seconds.
 * Safe for use by many threads.
 */
final class RunsProgress {
  private static final long LIVE_EVERY_NS = 100_000_000L;
  private static final long PLAIN_EVERY_NS = 10_000_000_000L;

  private final PrintStream out;
  private final Screen screen;
  private final LongSupplier nanoClock;
  private final int runs;
  private final int migrations;
  private final double duration;
  private final double[] fractions;
  private final double[] simulated;
  private final int[] ended;
  private long saidNs;
  private boolean drawn;
  private int done;

  /**
   * Of {@code runs} runs of one scenario.
   *
   * @param nanoClock see {@link System#nanoTime}
   */
  RunsProgress(PrintStream out, Screen screen, RunSpec spec, int runs, LongSupplier nanoClock) {
    this.out = out;
    this.screen = screen;
    this.nanoClock = nanoClock;
    this.runs = runs;
    this.migrations = spec.migrations().size();
    this.duration = spec.duration().map(RunsProgress::seconds).orElse(0.0);
    this.fractions = new double[runs];
    this.simulated = new double[runs];
    this.ended = new int[runs];
    this.saidNs = nanoClock.getAsLong();
  }

  /** Run {@code run}, from 0, has come so far; see {@code RunWatcher#progress}. */
  synchronized void show(int run, Duration time, int migrationsEnded, double moved) {
    simulated[run] = seconds(time);
    ended[run] = migrationsEnded;
    fractions[run] = duration == 0 ? moved : Math.min(1, simulated[run] / duration);
    long now = nanoClock.getAsLong();
    if (now - saidNs >= (screen.live() ? LIVE_EVERY_NS : PLAIN_EVERY_NS)) {
      saidNs = now;
      say();
    }
  }

  synchronized void done(int run) {
    fractions[run] = 1;
    done++;
  }

  /** Leaves the screen to others. */
  synchronized void close() {
    if (drawn) {
      out.print("\r\u001b[K");
      out.flush();
      drawn = false;
    }
  }

  private void say() {
    StringBuilder line = new StringBuilder();
    double share = Arrays.stream(fractions).sum() / runs;
    line.append(String.format(Locale.ROOT, "%3.0f%%  ", Math.floor(100 * share)));
    if (runs > 1) {
      line.append(done).append(" of ").append(runs).append(" runs, ");
    }
    line.append(String.format(Locale.ROOT, "%.2f s simulated", Arrays.stream(simulated).sum()));
    if (migrations > 0) {
      line.append(", ").append(Arrays.stream(ended).sum()).append(" of ");
      line.append((long) migrations * runs).append(" migrations");
    }
    String text = screen.plain(line.toString());
    if (screen.live()) {
      out.print("\r\u001b[K" + text.substring(0, Math.min(text.length(), screen.width() - 1)));
      drawn = true;
    } else {
      out.println(text);
    }
    out.flush();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
