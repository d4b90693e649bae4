package dev.drover.agent.net;

import dev.drover.agent.api.Sample;
import dev.drover.agent.net.HostNetwork.VmPort;
import dev.drover.agent.net.Interfaces.Counters;
import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Turns byte counters into rates: one {@link Sample} per reading, ten minutes of them kept, and
 * means over a window. Time is what the caller measured, so a late reading is not a false rate.
 *
 * <p>Migration traffic is what passes the host's own end of the bridge: packets from or to the
 * host's address, and nothing else but a little ARP. A tap counts from the host's side, so what it
 * receives its VM sends.
 */
final class TrafficMeter {
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final String nic;
  private final String bridge;
  private final Duration window;
  private final Deque<Interval> intervals = new ArrayDeque<>();
  private Map<String, Counters> before = Map.of();
  private long beforeNanos;

  /** A sample and how long it took, so that means are weighted rightly. */
  private record Interval(Sample sample, long nanos, long endNanos) {}

  TrafficMeter(String nic, String bridge, Duration window) {
    this.nic = nic;
    this.bridge = bridge;
    this.window = window;
  }

  /**
   * Takes a reading.
   *
   * @param nowNanos monotonic clock
   * @param nowMs epoch milliseconds, for the sample's label only
   */
  synchronized void take(Map<String, Counters> now, List<VmPort> ports, long nowNanos, long nowMs) {
    long nanos = nowNanos - beforeNanos;
    if (!before.isEmpty() && nanos > 0) {
      SortedMap<String, Traffic> vms = new TreeMap<>();
      for (VmPort port : ports) {
        if (now.containsKey(port.tap())) {
          Traffic tap = rates(port.tap(), now, nanos);
          vms.put(port.vm(), new Traffic(tap.out(), tap.in()));
        }
      }
      Sample sample = new Sample(nowMs, rates(nic, now, nanos), rates(bridge, now, nanos), vms);
      intervals.addLast(new Interval(sample, nanos, nowNanos));
      while (nowNanos - intervals.getFirst().endNanos() > KEPT.toNanos()) {
        intervals.removeFirst();
      }
    }
    before = now;
    beforeNanos = nowNanos;
  }

  synchronized List<Sample> since(long sinceMs) {
    List<Sample> later = new ArrayList<>();
    for (Interval interval : intervals) {
      if (interval.sample().atMs() > sinceMs) {
        later.add(interval.sample());
      }
    }
    return later;
  }

  /** {@return the mean over the window, or over less while there is less} */
  synchronized Traffic mean(Function<Sample, Traffic> of) {
    double in = 0;
    double out = 0;
    long covered = 0;
    var newestFirst = intervals.descendingIterator();
    while (newestFirst.hasNext() && covered < window.toNanos()) {
      Interval interval = newestFirst.next();
      Traffic traffic = of.apply(interval.sample());
      in += (double) traffic.in().bitsPerSecond() * interval.nanos();
      out += (double) traffic.out().bitsPerSecond() * interval.nanos();
      covered += interval.nanos();
    }
    return covered == 0 ? Traffic.NONE : new Traffic(rate(in / covered), rate(out / covered));
  }

  private Traffic rates(String name, Map<String, Counters> now, long nanos) {
    Counters after = now.get(name);
    Counters first = before.get(name);
    if (after == null || first == null) {
      return Traffic.NONE;
    }
    // A counter that fell belongs to an interface that was made anew.
    double in = Math.max(0, after.received() - first.received());
    double out = Math.max(0, after.sent() - first.sent());
    return new Traffic(rate(in * 8e9 / nanos), rate(out * 8e9 / nanos));
  }

  private static BitRate rate(double bitsPerSecond) {
    return BitRate.ofBitsPerSecond(Math.round(bitsPerSecond));
  }
}
