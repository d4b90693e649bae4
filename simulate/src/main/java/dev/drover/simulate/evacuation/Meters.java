package dev.drover.simulate.evacuation;

import dev.drover.model.Traffic;
import dev.drover.model.measure.MovedBytes;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts traffic as agents and clients do: a reading every 200 ms, rates as means of the last two
 * seconds. Goodput is what has arrived.
 */
final class Meters {
  static final Duration INTERVAL = Duration.ofMillis(200);
  private static final int WINDOW = 10;

  private final long zero;
  private final double countedIn;
  private final SortedMap<String, List<NicSample>> nics = new TreeMap<>();
  private final SortedMap<String, Counter> vms = new TreeMap<>();
  private final SortedMap<String, Long> migrated = new TreeMap<>();
  private long readAt;

  /** Moments are told since {@code zero}. */
  Meters(long zero, List<HostSpec> hosts, double countedIn) {
    this.zero = zero;
    this.countedIn = countedIn;
    hosts.forEach(host -> nics.put(host.name(), new ArrayList<>()));
  }

  /** Readings of one VM; bytes are totals. */
  private static final class Counter {
    private final List<Long> atMs = new ArrayList<>();
    private final List<Long> moved = new ArrayList<>();
    private final List<Traffic> rates = new ArrayList<>();
    private String host = "";
    private int there;
    private long in;
    private long out;
  }

  void read(long now, Collection<Guest> guests, Collection<QemuMigration> migrations) {
    long ms = (now - zero) / SimTime.MILLISECOND;
    double seconds = SimTime.toSeconds(now - readAt);
    SortedMap<String, Traffic> workload = new TreeMap<>();
    SortedMap<String, Traffic> migration = new TreeMap<>();
    for (Guest guest : guests) {
      Counter counter = vms.computeIfAbsent(guest.spec().name(), _ -> new Counter());
      Traffic rate =
          seconds == 0
              ? Traffic.NONE
              : new Traffic(
                  rate(guest.in() - counter.in, seconds / countedIn),
                  rate(guest.out() - counter.out, seconds));
      counter.in = guest.in();
      counter.out = guest.out();
      counter.there = counter.host.equals(guest.host()) ? counter.there + 1 : 1;
      counter.host = guest.host();
      counter.atMs.add(ms);
      counter.moved.add(guest.moved());
      counter.rates.add(rate);
      workload.merge(guest.host(), rate, Traffic::plus);
    }
    for (QemuMigration each : migrations) {
      long arrived = each.arrived();
      long before = Optional.ofNullable(migrated.put(each.planned().vm(), arrived)).orElse(0L);
      BitRate rate = seconds == 0 ? BitRate.ZERO : rate(arrived - before, seconds);
      migration.merge(each.planned().source(), new Traffic(BitRate.ZERO, rate), Traffic::plus);
      migration.merge(each.planned().destination(), new Traffic(rate, BitRate.ZERO), Traffic::plus);
    }
    nics.forEach((host, samples) -> {
      Traffic own = migration.getOrDefault(host, Traffic.NONE);
      samples.add(new NicSample(ms, workload.getOrDefault(host, Traffic.NONE).plus(own), own));
    });
    readAt = now;
  }

  private static BitRate rate(long bytes, double seconds) {
    return BitRate.ofBitsPerSecond(Math.max(0, Math.round(bytes * 8 / seconds)));
  }

  /** {@return the smoothed load of a NIC and the part of it that is no migration's} */
  Load load(String host) {
    List<NicSample> all = Optional.ofNullable(nics.get(host)).orElse(List.of());
    List<NicSample> window = all.subList(Math.max(0, all.size() - WINDOW), all.size());
    return new Load(
        mean(window.stream().map(NicSample::nic).toList()),
        mean(window.stream().map(each -> each.nic().minusOrZero(each.migration())).toList()));
  }

  /** What an agent tells of its NIC. */
  record Load(Traffic nic, Traffic workload) {}

  /** {@return the smoothed rates of a VM, as the agent of the host where it is knows them} */
  Traffic traffic(String vm) {
    Counter counter = Optional.ofNullable(vms.get(vm)).orElseGet(Counter::new);
    int size = counter.rates.size();
    return mean(counter.rates.subList(size - Math.min(WINDOW, counter.there), size));
  }

  private static Traffic mean(List<Traffic> rates) {
    if (rates.isEmpty()) {
      return Traffic.NONE;
    }
    Traffic sum = rates.stream().reduce(Traffic.NONE, Traffic::plus);
    return new Traffic(sum.in().times(1.0 / rates.size()), sum.out().times(1.0 / rates.size()));
  }

  /** {@return what a VM has moved; between readings as if it grew evenly} */
  MovedBytes moved(String vm) {
    Counter counter = Optional.ofNullable(vms.get(vm)).orElseGet(Counter::new);
    return (fromMs, toMs) -> Math.max(0, Math.round(at(counter, toMs) - at(counter, fromMs)));
  }

  private static double at(Counter counter, long ms) {
    for (int i = 0; i < counter.atMs.size(); i++) {
      long here = counter.atMs.get(i);
      if (here >= ms) {
        if (i == 0) {
          return counter.moved.get(0);
        }
        long before = counter.atMs.get(i - 1);
        double part = (ms - before) / (double) (here - before);
        return counter.moved.get(i - 1) + part * (counter.moved.get(i) - counter.moved.get(i - 1));
      }
    }
    return counter.moved.isEmpty() ? 0 : counter.moved.getLast();
  }

  /** {@return a VM's goodput in its main direction, interval by interval} */
  List<GoodputSample> goodput(String vm) {
    List<GoodputSample> samples = new ArrayList<>();
    Counter counter = Optional.ofNullable(vms.get(vm)).orElseGet(Counter::new);
    for (int i = 1; i < counter.atMs.size(); i++) {
      Duration span = Duration.ofMillis(counter.atMs.get(i) - counter.atMs.get(i - 1));
      long bytes = Math.max(0, counter.moved.get(i) - counter.moved.get(i - 1));
      samples.add(
          new GoodputSample(
              counter.atMs.get(i), rate(bytes, Math.max(1e-9, span.toNanos() / 1e9))));
    }
    return samples;
  }

  /** {@return what was read of each NIC, oldest first} */
  SortedMap<String, List<NicSample>> nics() {
    SortedMap<String, List<NicSample>> copy = new TreeMap<>();
    nics.forEach((host, samples) -> copy.put(host, List.copyOf(samples)));
    return copy;
  }
}
