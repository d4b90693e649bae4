package dev.drover.lab.observe;

import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.Workload;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * Reads what a lab's observers have seen, also while they go on and from another process. Times are
 * milliseconds since the epoch. Probe replies are kept for twenty minutes, goodput for over an
 * hour.
 */
public final class Observations {
  private final Path lab;
  private final LabFile file;

  private Observations(Path lab, LabFile file) {
    this.lab = lab;
    this.file = file;
  }

  /** Observations of the lab whose directory this is. */
  public static Observations open(Path labDirectory) {
    return new Observations(labDirectory, LabFile.read(labDirectory.resolve("lab.yaml")));
  }

  /** {@return the lab that is observed} */
  public LabFile file() {
    return file;
  }

  /**
   * Goodput over one sampling interval.
   *
   * @param atMs end of the interval
   * @param traffic seen from the VM
   */
  public record Goodput(long atMs, Traffic traffic) {}

  /**
   * Latency of requests, counted from when each was due.
   *
   * @param answered requests, and {@code failed} those never sent because they were a second late
   */
  public record Latency(
      long answered,
      long failed,
      Duration median,
      Duration percentile95,
      Duration percentile99,
      Duration longest) {}

  /** {@return goodput in intervals of about 200 ms, oldest first} */
  public List<Goodput> goodput(String vm, long fromMs, long toMs) {
    List<Goodput> series = new ArrayList<>();
    long[] previous = null;
    for (long[] row : rows(vm, "goodput", fromMs, toMs)) {
      if (previous != null && row[0] > previous[0] && row[0] <= toMs * 1000) {
        Duration time = Duration.ofNanos((row[0] - previous[0]) * 1000);
        series.add(
            new Goodput(
                row[0] / 1000,
                new Traffic(rate(previous[1], row[1], time), rate(previous[2], row[2], time))));
      }
      previous = row;
    }
    return series;
  }

  /**
   * {@return mean goodput in the workload's main direction: what an outgoing VM's client received,
   * what an incoming VM acknowledged, and for every other kind the sum of both}
   */
  public BitRate meanGoodput(String vm, long fromMs, long toMs) {
    Duration time = Duration.ofMillis(toMs - fromMs);
    return BitRate.of(Bytes.of(Math.max(0, moved(vm, fromMs, toMs))), time);
  }

  /**
   * {@return the longest time between two replies of a VM that overlaps the window; a VM that has
   * not answered since counts until the window's end}
   */
  public Duration longestProbeGap(String vm, long fromMs, long toMs) {
    long last = Long.MIN_VALUE;
    long longest = 0;
    for (long[] row : rows(vm, "probe", fromMs, toMs)) {
      if (last != Long.MIN_VALUE) {
        longest = Math.max(longest, row[0] - last);
      }
      last = row[0];
    }
    long silentSince = last == Long.MIN_VALUE ? fromMs * 1000 : last;
    longest = Math.max(longest, toMs * 1000 - silentSince);
    return Duration.ofNanos(longest * 1000);
  }

  /**
   * One answered probe.
   *
   * @param sentUs when it was sent, µs since the epoch; {@code heardUs} likewise
   */
  public record Reply(long sentUs, long heardUs) {}

  /**
   * {@return the replies of a VM that arrived in the window, oldest first}
   *
   * @param over what the probes went over: pings, or echoes of XIA, which only VMs that calculate
   *     over it are sent
   */
  public List<Reply> replies(String vm, Workload.Over over, long fromMs, long toMs) {
    String what =
        switch (over) {
          case IP -> "probe";
          case XIA -> Asking.ECHO;
        };
    return rows(vm, what, fromMs, toMs).stream()
        .filter(row -> row[0] >= fromMs * 1000 && row[0] <= toMs * 1000)
        .map(row -> new Reply(row[0] - row[1], row[0]))
        .toList();
  }

  /** {@return probe replies that arrived in the window} */
  public long probeReplies(String vm, long fromMs, long toMs) {
    return rows(vm, "probe", fromMs, toMs).stream()
        .filter(row -> row[0] >= fromMs * 1000 && row[0] <= toMs * 1000)
        .count();
  }

  /** {@return when the VM last answered a probe} */
  public Optional<Long> lastReplyMs(String vm) {
    return ring(vm, "probe").flatMap(Ring::last).map(row -> row[0] / 1000);
  }

  /** {@return TCP connections between VM and client that ended in the window} */
  public long connectionsLost(String vm, long fromMs, long toMs) {
    List<long[]> rows = rows(vm, "goodput", fromMs, toMs);
    return rows.isEmpty() ? 0 : rows.getLast()[4] - rows.getFirst()[4];
  }

  /**
   * {@return TCP connections between VM and client that were open when the client last looked, if
   * it has looked after {@code sinceMs}; 0 otherwise}
   */
  public long connectionsOpen(String vm, long sinceMs) {
    return ring(vm, "goodput")
        .flatMap(Ring::last)
        .filter(row -> row[0] > sinceMs * 1000)
        .map(row -> row[3])
        .orElse(0L);
  }

  /** {@return latencies of requests answered in the window; empty when there were none} */
  public Optional<Latency> latency(String vm, long fromMs, long toMs) {
    Histogram all = new Histogram(2);
    try (HistogramLogReader reader = new HistogramLogReader(path(vm, "latency").toFile())) {
      for (EncodableHistogram each;
          (each = reader.nextAbsoluteIntervalHistogram(fromMs / 1000.0, toMs / 1000.0)) != null; ) {
        if (each instanceof Histogram interval) {
          all.add(interval);
        }
      }
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    long failed =
        rows(vm, "requests", fromMs, toMs).stream()
            .filter(row -> row[0] >= fromMs * 1000 && row[0] <= toMs * 1000)
            .mapToLong(row -> row[2])
            .sum();
    if (all.getTotalCount() == 0 && failed == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Latency(
            all.getTotalCount(),
            failed,
            micros(all.getValueAtPercentile(50)),
            micros(all.getValueAtPercentile(95)),
            micros(all.getValueAtPercentile(99)),
            micros(all.getMaxValue())));
  }

  /** How a client asks a VM that calculates. */
  public enum Service {
    STREAM,
    DATAGRAM;

    private String file() {
      return this == STREAM ? Asking.STREAM : Asking.DATAGRAM;
    }
  }

  /** {@return what became of what a VM was asked one way in the window} */
  public Answers answers(String vm, Service service, long fromMs, long toMs) {
    long fromNs = TimeUnit.MILLISECONDS.toNanos(fromMs);
    long toNs = TimeUnit.MILLISECONDS.toNanos(toMs);
    long nowNs = TimeUnit.MICROSECONDS.toNanos(ObserverFiles.nowUs());
    Optional<AnswerLog> log = AnswerLog.reader(path(vm, service.file()));
    return Answers.of(
        log.map(each -> each.due(fromNs, toNs)).orElse(List.of()),
        log.map(AnswerLog::brokenSoFar).orElse(0L),
        fromNs,
        toNs,
        nowNs);
  }

  /** {@return all that a VM was asked one way in the window, in the order of due times} */
  public List<Answers.Each> questions(String vm, Service service, long fromMs, long toMs) {
    return AnswerLog.reader(path(vm, service.file()))
        .map(log ->
            log.due(TimeUnit.MILLISECONDS.toNanos(fromMs), TimeUnit.MILLISECONDS.toNanos(toMs)))
        .orElse(List.of())
        .stream()
        .map(Answers::each)
        .toList();
  }

  /** {@return whether a VM has answered both ways a question that was due after then} */
  public boolean calculates(String vm, long sinceMs) {
    long now = System.currentTimeMillis();
    return answers(vm, Service.STREAM, sinceMs, now).right() > 0
        && answers(vm, Service.DATAGRAM, sinceMs, now).right() > 0;
  }

  /**
   * What a VM's load did in a window.
   *
   * @param faulty whether the guest found something else in a file than it had written
   */
  public record Load(long operations, Bytes bytes, boolean faulty) {}

  /** {@return whether a VM's load has told after then what it did, and is not faulty} */
  public boolean loads(String vm, long sinceMs) {
    return ring(vm, LoadMeter.LOAD)
        .flatMap(Ring::last)
        .filter(row -> row[0] > sinceMs * 1000 && row[3] == 0)
        .isPresent();
  }

  /** {@return what was done between two samples, a second apart, that span the window} */
  public Optional<Load> load(String vm, long fromMs, long toMs) {
    List<long[]> rows = rows(vm, LoadMeter.LOAD, fromMs, toMs);
    if (rows.size() < 2) {
      return Optional.empty();
    }
    long[] first = rows.getFirst();
    long[] last = rows.getLast();
    return Optional.of(
        new Load(last[1] - first[1], Bytes.of(Math.max(0, last[2] - first[2])), last[3] != 0));
  }

  /**
   * {@return bytes moved in the main direction between two moments; the counters are read between
   * their samples as if they grew evenly}
   */
  long moved(String vm, long fromMs, long toMs) {
    List<long[]> rows = rows(vm, "goodput", fromMs, toMs);
    return Math.round(bytesAt(vm, rows, toMs * 1000) - bytesAt(vm, rows, fromMs * 1000));
  }

  private double bytesAt(String vm, List<long[]> rows, long us) {
    long[] before = null;
    for (long[] row : rows) {
      if (row[0] >= us) {
        if (before == null || row[0] == before[0]) {
          return mainBytes(vm, row);
        }
        double part = (us - before[0]) / (double) (row[0] - before[0]);
        return mainBytes(vm, before) + part * (mainBytes(vm, row) - mainBytes(vm, before));
      }
      before = row;
    }
    return before == null ? 0 : mainBytes(vm, before);
  }

  private double mainBytes(String vm, long[] row) {
    return switch (file.vm(vm).workload().kind()) {
      case OUTGOING -> row[2];
      case INCOMING -> row[1];
      case REQUEST_RESPONSE, PEERS, WRITER, CALCULATION, FILES, LOOPBACK, IDLE -> row[1] + row[2];
    };
  }

  private List<long[]> rows(String vm, String what, long fromMs, long toMs) {
    return ring(vm, what)
        .map(ring -> ring.around(TimeUnit.MILLISECONDS.toMicros(fromMs), toMs * 1000))
        .orElse(List.of());
  }

  private Optional<Ring> ring(String vm, String what) {
    return Ring.reader(path(vm, what));
  }

  private Path path(String vm, String what) {
    GuestVm guest = file.vm(vm);
    return ObserverFiles.file(lab, guest, what);
  }

  private static BitRate rate(long before, long after, Duration time) {
    return BitRate.of(Bytes.of(Math.max(0, after - before)), time);
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}
