package dev.drover.cli.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Processor time of the processes whose command line is asked for, those that end meanwhile
 * included up to the last look, a tenth of a second before at most.
 */
final class CpuTime implements AutoCloseable {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Linux tells times in hundredths of a second, whatever the kernel's own clock is. */
  private static final double TICKS = 100;

  private final Predicate<String> wanted;
  private final Map<Long, long[]> ticks = new HashMap<>();
  private final Thread thread;

  private CpuTime(Predicate<String> wanted) {
    this.wanted = wanted;
    look(true);
    this.thread = Thread.ofVirtual().start(this::watch);
  }

  /** Starts to watch the processes whose whole command line fits. */
  static CpuTime of(Predicate<String> wanted) {
    return new CpuTime(wanted);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        look(false);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized void look(boolean first) {
    try (Stream<Path> entries = Files.list(PROC)) {
      entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .forEach(entry -> look(entry, first));
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be read", e);
    }
  }

  private void look(Path process, boolean first) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8);
      if (!wanted.test(line.replace('\0', ' '))) {
        return;
      }
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.UTF_8);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long now = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      long pid = Long.parseLong(process.getFileName().toString());
      ticks.computeIfAbsent(pid, _ -> new long[] {first ? now : 0, now})[1] = now;
    } catch (IOException e) {
      // It has ended meanwhile.
    }
  }

  /** {@return processor time since this watch began, in seconds} */
  synchronized double seconds() {
    look(false);
    return ticks.values().stream().mapToLong(t -> t[1] - t[0]).sum() / TICKS;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
