package dev.drover.lab.observe;

import dev.drover.lab.file.Workload.Requests;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.HdrHistogram.Recorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to one VM, each due at its own time whatever became of the earlier ones (open loop).
 * Latency counts from when a request was due, so a pause of the VM is seen by every request that
 * fell into it, not only by the one under way (coordinated omission). A request that could not even
 * be sent {@link #PATIENCE} after it was due has lost its user: it fails and is not sent.
 *
 * <p>Each second: a histogram in µs to the latency log; and a row of time in µs since the epoch,
 * requests answered, requests failed.
 */
final class LoadGenerator {
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(LoadGenerator.class);
  private static final int KEYS = 200;
  private static final long LONGEST_US = Duration.ofMinutes(2).toNanos() / 1000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final InetSocketAddress server;
  private final Requests requests;
  private final byte[] value;
  private final Recorder recorder = new Recorder(LONGEST_US, 2);
  private final LongAdder failed = new LongAdder();

  LoadGenerator(InetSocketAddress server, Requests requests) {
    this.server = server;
    this.requests = requests;
    this.value = new byte[(int) requests.valueSize().count()];
    new SplittableRandom(1).nextBytes(value);
  }

  void start(Path histograms, Path counts) {
    long start = System.nanoTime();
    for (int lane = 0; lane < requests.connections(); lane++) {
      int each = lane;
      Thread.ofVirtual().name("requests-" + lane).start(() -> serve(each, start));
    }
    Thread.ofVirtual().name("latency").start(() -> report(histograms, counts));
  }

  /** One connection takes every n-th request. */
  private void serve(int lane, long start) {
    double intervalNs = 1e9 / requests.perSecond();
    SplittableRandom random = new SplittableRandom(lane);
    long index = lane;
    while (true) {
      try (MemcachedConnection connection = new MemcachedConnection(server)) {
        for (int key = lane; key < KEYS; key += requests.connections()) {
          connection.set("k" + key, value);
        }
        while (true) {
          long due = start + (long) (index * intervalNs);
          index += requests.connections();
          sleepUntil(due);
          if (System.nanoTime() - due > PATIENCE.toNanos()) {
            failed.increment();
            continue;
          }
          send(connection, random);
          recorder.recordValue(Math.min(LONGEST_US, (System.nanoTime() - due) / 1000));
        }
      } catch (IOException e) {
        LOG.debug("requests to {}, connection {}: {}", server, lane, e.toString());
        sleepUntil(System.nanoTime() + SECOND.toNanos() / 4);
      }
    }
  }

  private void send(MemcachedConnection connection, SplittableRandom random) throws IOException {
    String key = "k" + random.nextInt(KEYS);
    if (random.nextDouble() < requests.getRatio()) {
      connection.get(key);
    } else {
      connection.set(key, value);
    }
  }

  private void report(Path histograms, Path counts) {
    try (Ring ring = Ring.writer(counts, 3, ObserverFiles.SAMPLES);
        PrintStream log =
            new PrintStream(
                new FileOutputStream(histograms.toFile(), true),
                false,
                StandardCharsets.US_ASCII)) {
      HistogramLogWriter writer = new HistogramLogWriter(log);
      writer.outputLogFormatVersion();
      writer.outputLegend();
      Histogram interval = recorder.getIntervalHistogram();
      for (long next = System.nanoTime(); ; ) {
        next += SECOND.toNanos();
        sleepUntil(next);
        interval = recorder.getIntervalHistogram(interval);
        writer.outputIntervalHistogram(interval);
        log.flush();
        ring.add(ObserverFiles.nowUs(), interval.getTotalCount(), failed.sumThenReset());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleepUntil(long nanoTime) {
    for (long left; (left = nanoTime - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
  }
}
