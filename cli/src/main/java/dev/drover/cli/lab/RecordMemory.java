package dev.drover.cli.lab;

import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.command.ExitCode;
import dev.drover.cli.terminal.Interrupts;
import dev.drover.cli.terminal.Screen;
import dev.drover.lab.Lab;
import dev.drover.lab.memory.MemoryRecorder;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.model.unit.Durations;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.TraceHeader;
import dev.drover.simulate.memory.TraceWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** Records which pages a VM of a lab writes, as a trace that simulated guests replay. */
final class RecordMemory {
  private final Lab lab;
  private final String vm;
  private final Duration span;
  private final Duration every;
  private final Path file;
  private final Screen screen = Screen.detect(System.getenv());
  private final PrintStream out = System.out;

  private int intervals;
  private long dirtied;
  private int most;
  private Duration looking = Duration.ZERO;
  private Duration length = Duration.ZERO;

  RecordMemory(Lab lab, String vm, Duration span, Duration every, Path file) {
    this.lab = lab;
    this.vm = vm;
    this.span = span;
    this.every = every;
    this.file = file;
  }

  /** {@return the exit code} */
  int run() {
    if (every.compareTo(Duration.ofMillis(1)) < 0 || every.compareTo(Duration.ofHours(1)) > 0) {
      throw CommandFailure.badInput("--every must be from 1ms to 1h");
    }
    if (span.compareTo(every) < 0 || span.compareTo(Duration.ofDays(1)) > 0) {
      throw CommandFailure.badInput("--for must be from --every to 24h");
    }
    CountDownLatch stop = new CountDownLatch(1);
    Interrupts.listen(_ -> stop.countDown());
    try (MemoryRecorder recorder = lab.memoryRecorder(vm);
        TraceWriter trace = new TraceWriter(file, header(recorder))) {
      announce(recorder);
      PageSet pages = new PageSet(recorder.pages());
      boolean complete =
          recorder.record(
              span,
              every,
              stop,
              (end, dirty, look) -> {
                copy(dirty, pages);
                trace.interval(end.toNanos() / 1000, pages);
                count(end, pages.count(), look);
              });
      clearLine();
      if (!complete) {
        out.println("cancelled; nothing was written");
        return ExitCode.CANCELLED;
      }
      trace.finish();
      summarise();
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.CANCELLED;
    }
  }

  private TraceHeader header(MemoryRecorder recorder) {
    String workload = lab.file().vm(vm).workload().kind().toString();
    return new TraceHeader(
        DirtyRate.PAGE,
        recorder.pages(),
        every,
        recorder.method(),
        List.of("vm " + vm + " of lab " + lab.name() + ", workload " + workload));
  }

  private void announce(MemoryRecorder recorder) {
    out.println(
        screen.plain(
            "Recording vm "
                + vm
                + ": "
                + recorder.pages()
                + " pages, every "
                + Durations.format(every)
                + " for "
                + Durations.format(span)));
    out.println(
        switch (recorder.method()) {
          case "soft-dirty" -> "Found by the kernel's soft-dirty bits; the VM is not stopped.";
          default ->
              "Found by comparing content, because this kernel has no soft-dirty bits; the VM is not"
                  + " stopped. A page that was written and holds what it held is not seen.";
        });
    out.flush();
  }

  private static void copy(BitSet from, PageSet to) {
    to.clear();
    for (int page = from.nextSetBit(0); page >= 0; page = from.nextSetBit(page + 1)) {
      to.add(page);
    }
  }

  private void count(Duration end, int pages, Duration look) {
    intervals++;
    dirtied += pages;
    most = Math.max(most, pages);
    looking = looking.plus(look);
    length = end;
    if (screen.live()) {
      out.print(
          "\r"
              + screen.plain(
                  Durations.format(end)
                      + " · "
                      + intervals
                      + " intervals · "
                      + dirtied
                      + " dirtied pages"));
      out.flush();
    }
  }

  private void clearLine() {
    if (screen.live()) {
      out.print("\r\u001b[K");
    }
  }

  private void summarise() {
    double seconds = length.toNanos() / 1e9;
    Locale locale = Locale.ROOT;
    line(
        String.format(
            locale,
            "%d intervals in %.1fs, one every %.0fms; a look took %.0fms",
            intervals,
            seconds,
            1e3 * seconds / intervals,
            looking.toNanos() / 1e6 / intervals));
    line(
        String.format(
            locale,
            "%.0f dirtied pages a second, at most %d in one interval",
            dirtied / seconds,
            most));
    if (length.toNanos() > 1.2 * every.toNanos() * intervals) {
      line("That is as often as this machine can look; intervals are as long as they came to be.");
    }
    line("written to " + file + " (" + size() + ")");
  }

  private void line(String text) {
    out.println(screen.plain(text));
  }

  private Bytes size() {
    try {
      return Bytes.of(Files.size(file));
    } catch (IOException e) {
      return Bytes.ZERO;
    }
  }
}
