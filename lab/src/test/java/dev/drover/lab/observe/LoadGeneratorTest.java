package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.file.Workload.Requests;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real memcached on the loopback, stopped for a while as a migrating VM is. */
final class LoadGeneratorTest {
  private static final int PER_SECOND = 200;

  @TempDir Path directory;

  @Test
  void requests_serverPausedForAWhile_allOfThemFeelIt() throws Exception {
    int port = freePort();
    Process memcached = memcached(port);
    try {
      awaitOpen(port);
      long start = System.nanoTime();
      new LoadGenerator(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              new Requests(PER_SECOND, Bytes.of(1024), 0.5, 4))
          .start(directory.resolve("latency"), directory.resolve("requests"));
      awaitCounted(200);
      signal("-STOP", memcached);
      long stopped = System.nanoTime();
      Thread.sleep(Duration.ofMillis(800));
      double pause = secondsSince(stopped);
      signal("-CONT", memcached);

      // None is skipped: all that were due till now are answered or count as failed.
      awaitCounted(Math.round(0.9 * PER_SECOND * secondsSince(start)));
      Histogram all = histogram();
      // How long each waited is never less than what was left of the pause when it was due; what
      // waited for more than a second counts as failed. A busy machine only adds to either.
      long failed = failed();
      long felt = all.getTotalCount() - all.getCountBetweenValues(0, 100_000);
      assertThat(felt + failed).isGreaterThan(Math.round(0.85 * PER_SECOND * (pause - 0.1)));
      if (failed == 0) {
        assertThat(all.getMaxValue() / 1e6).isGreaterThan(pause - 0.1);
      }
    } finally {
      memcached.destroyForcibly().waitFor();
    }
  }

  private void awaitCounted(long least) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (histogram().getTotalCount() + failed() < least) {
      assertThat(System.nanoTime()).as("%d requests to be counted", least).isLessThan(end);
      Thread.sleep(Duration.ofMillis(50));
    }
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  private long failed() {
    return Ring.reader(directory.resolve("requests"))
        .map(ring -> ring.around(0, Long.MAX_VALUE))
        .orElse(List.of())
        .stream()
        .mapToLong(row -> row[2])
        .sum();
  }

  private Histogram histogram() throws Exception {
    Histogram all = new Histogram(2);
    if (!Files.exists(directory.resolve("latency"))) {
      return all;
    }
    try (HistogramLogReader reader =
        new HistogramLogReader(directory.resolve("latency").toFile())) {
      for (EncodableHistogram each; (each = reader.nextIntervalHistogram()) != null; ) {
        all.add((Histogram) each);
      }
    }
    return all;
  }

  private Process memcached(int port) {
    try {
      return new ProcessBuilder(
              "memcached",
              "-u",
              "nobody",
              "-l",
              "127.0.0.1",
              "-U",
              "0",
              "-p",
              Integer.toString(port))
          .inheritIO()
          .start();
    } catch (IOException e) {
      System.out.println("skipped: memcached is not installed");
      return Assumptions.abort("memcached is not installed");
    }
  }

  private static void awaitOpen(int port) throws Exception {
    for (int attempt = 0; attempt < 200; attempt++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        Thread.sleep(Duration.ofMillis(20));
      }
    }
  }

  private static void signal(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
