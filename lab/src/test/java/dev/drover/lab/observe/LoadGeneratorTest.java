package dev.drover.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.lab.file.Workload.Requests;
import dev.drover.model.unit.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
  @TempDir Path directory;

  @Test
  void requests_serverPausedForASecond_allOfThemFeelIt() throws Exception {
    int port = freePort();
    Process memcached = memcached(port);
    try {
      awaitOpen(port);
      new LoadGenerator(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
              new Requests(200, Bytes.of(1024), 0.5, 4))
          .start(directory.resolve("latency"), directory.resolve("requests"));
      Thread.sleep(Duration.ofSeconds(2));
      signal("-STOP", memcached);
      Thread.sleep(Duration.ofMillis(800));
      signal("-CONT", memcached);
      Thread.sleep(Duration.ofMillis(3200));

      Histogram all = histogram();
      // 200 a second for about 5 s; nearly all those due in the pause waited for its end.
      assertThat(all.getTotalCount()).isBetween(800L, 1300L);
      assertThat(all.getMaxValue()).isBetween(700_000L, 1_500_000L);
      long felt = all.getTotalCount() - all.getCountBetweenValues(0, 100_000);
      assertThat(felt).isBetween(90L, 220L);
      assertThat(all.getValueAtPercentile(50)).isLessThan(50_000);
      List<long[]> counts =
          Ring.reader(directory.resolve("requests")).orElseThrow().around(0, Long.MAX_VALUE);
      assertThat(counts.stream().mapToLong(row -> row[2]).sum()).as("failed").isLessThan(10);
    } finally {
      memcached.destroyForcibly().waitFor();
    }
  }

  private Histogram histogram() throws Exception {
    Histogram all = new Histogram(2);
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
