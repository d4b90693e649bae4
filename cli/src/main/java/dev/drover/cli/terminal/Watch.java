package dev.drover.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Shows a page once, or again and again in the same place until Ctrl-C. */
public final class Watch {
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private Watch() {}

  /** What is shown, and the exit code that it means. */
  public record Page(List<String> lines, int code) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Shows what {@code page} draws.
   *
   * @param cancelled the exit code when the thread is interrupted
   * @return the exit code of the last page
   */
  public static int show(
      boolean again, PrintStream out, Screen screen, Function<Screen, Page> page, int cancelled) {
    if (!again) {
      return print(page.apply(screen), out, "");
    }
    CountDownLatch stop = new CountDownLatch(1);
    Interrupts.listen(_ -> stop.countDown());
    try {
      int code;
      do {
        // Home, and clear what is below only after drawing, so that nothing flickers.
        code = print(page.apply(screen.measured()), out, screen.live() ? "\u001b[H" : "");
      } while (!out.checkError() && !stop.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return cancelled;
    }
  }

  private static int print(Page shown, PrintStream out, String home) {
    StringBuilder page = new StringBuilder(home);
    for (String line : shown.lines()) {
      page.append(line).append(home.isEmpty() ? "" : "\u001b[K").append('\n');
    }
    out.print(page.append(home.isEmpty() ? "" : "\u001b[J"));
    out.flush();
    return shown.code();
  }
}
