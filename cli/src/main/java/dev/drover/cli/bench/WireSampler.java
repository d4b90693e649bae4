package dev.drover.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what a host's NIC has sent every 5 ms, on a thread of its own. */
final class WireSampler implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(5);
  private static final String NIC = "nic0";

  /** Bytes are in the ninth column: eight of what was received come first. */
  private static final int SENT = 8;

  private final Path counters;
  private final List<Double> megabits = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("wire").unstarted(this::sample);

  private WireSampler(Path counters) {
    this.counters = counters;
  }

  /** Begins to read in the network of a process. */
  static WireSampler of(long pid) {
    WireSampler sampler = new WireSampler(Path.of("/proc/" + pid + "/net/dev"));
    sampler.thread.start();
    return sampler;
  }

  private void sample() {
    try {
      long before = sent();
      long beforeNanos = System.nanoTime();
      while (true) {
        Thread.sleep(EVERY);
        long now = sent();
        long nanos = System.nanoTime();
        synchronized (megabits) {
          megabits.add((now - before) * 8e3 / (nanos - beforeNanos));
        }
        before = now;
        beforeNanos = nanos;
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private long sent() {
    try {
      return sent(Files.readAllLines(counters));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return bytes that the NIC has sent, by the kernel's table} */
  static long sent(List<String> table) {
    return table.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(NIC + ":"))
        .map(line -> line.substring(NIC.length() + 1).strip().split("\\s+", -1))
        .mapToLong(fields -> Long.parseLong(fields[SENT]))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + NIC));
  }

  /** {@return the rate in every slice so far, in Mbit/s} */
  List<Double> megabits() {
    synchronized (megabits) {
      return List.copyOf(megabits);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
