package dev.drover.cli.reproduce.simulated;

import dev.drover.cli.reproduce.Trace;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.migration.MigrationResult;
import dev.drover.simulate.migration.RoundRecord;
import dev.drover.simulate.packet.TcpTrace;
import dev.drover.simulate.scenario.DeliveryTrace;
import dev.drover.simulate.scenario.RunResult;
import dev.drover.simulate.scenario.RunWatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

/** Windows, deliveries and rounds of the flows that a figure draws, thinned for drawing. */
public final class Traces implements RunWatcher {
  /** A window that is cut so soon after a round's beginning is put down to its burst. */
  public static final double BURST_SECONDS = 0.005;

  /** Nothing under way for longer than this is a standstill. */
  private static final long STANDSTILL = SimTime.MILLISECOND;

  /** A segment whose acknowledgement is delayed, at most. */
  private static final long NEXT_TO_NOTHING = 1500;

  private static final long WINDOW_EVERY = 4 * SimTime.MILLISECOND;
  private static final long DELIVERED_EVERY = 500 * SimTime.MILLISECOND;

  private final List<String> wanted;
  private final Map<String, Window> windows = new TreeMap<>();
  private final Map<String, Delivered> deliveries = new TreeMap<>();

  Traces(List<String> wanted) {
    this.wanted = wanted;
  }

  /** {@return the name of the trace of a flow's congestion window, in KiB} */
  public static String window(String flow) {
    return flow + " window";
  }

  /** {@return the name of the trace of a flow's goodput, in Mbit/s} */
  public static String goodput(String flow) {
    return flow + " goodput";
  }

  /** {@return the name of the trace of the number of the round, from when it begins} */
  public static String rounds(String vm) {
    return vm + " round";
  }

  /** {@return the name of the trace of timeouts: one sample for each} */
  public static String timeouts(String flow) {
    return flow + " timeout";
  }

  @Override
  public void progress(Duration simulated, int ended, double moved) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException();
    }
  }

  @Override
  public Optional<TcpTrace> trace(String stream) {
    return wanted.contains(stream)
        ? Optional.of(windows.computeIfAbsent(stream, _ -> new Window()))
        : Optional.empty();
  }

  @Override
  public Optional<DeliveryTrace> deliveries(String stream) {
    return wanted.contains(stream)
        ? Optional.of(deliveries.computeIfAbsent(stream, _ -> new Delivered()))
        : Optional.empty();
  }

  /** Adds how often windows were cut, and how often at rounds. */
  void measure(RunResult result, SortedMap<String, Double> measures) {
    for (MigrationResult migration : result.ended()) {
      Window window = windows.get(migration.vm());
      if (window == null) {
        continue;
      }
      measures.put(Measures.CUTS, (double) window.cuts.size());
      measures.put(Measures.BURST_CUTS, 100 * burstCuts(window.cuts, migration.rounds()));
      measures.put(Measures.TRACED_TIMEOUTS, (double) window.timeouts.size());
      measures.put(Measures.STANDSTILL, SimTime.toSeconds(window.stood));
    }
  }

  private static double burstCuts(List<Double> cuts, List<RoundRecord> rounds) {
    int begun = 0;
    int cut = 0;
    for (RoundRecord round : rounds) {
      if (round.number() > 1) {
        double start = round.start().toNanos() / 1e9;
        begun++;
        cut += cuts.stream().anyMatch(at -> at >= start && at <= start + BURST_SECONDS) ? 1 : 0;
      }
    }
    return begun == 0 ? 0 : (double) cut / begun;
  }

  /** {@return all traces, times since the simulation's start} */
  List<Trace> all(RunResult result) {
    List<Trace> all = new ArrayList<>();
    windows.forEach((flow, window) -> {
      all.add(new Trace(window(flow), window.samples));
      all.add(new Trace(timeouts(flow), window.timeouts));
    });
    deliveries.forEach((flow, delivered) -> all.add(new Trace(goodput(flow), delivered.closed())));
    for (MigrationResult migration : result.ended()) {
      all.add(
          new Trace(
              rounds(migration.vm()),
              migration.rounds().stream()
                  .map(round -> new Trace.Sample(round.start().toNanos() / 1e9, round.number()))
                  .toList()));
    }
    return all;
  }

  /** Keeps a window whenever it was cut, and every few milliseconds. */
  private static final class Window implements TcpTrace {
    private final List<Trace.Sample> samples = new ArrayList<>();
    private final List<Double> cuts = new ArrayList<>();
    private final List<Trace.Sample> timeouts = new ArrayList<>();
    private long keptAt = -WINDOW_EVERY;
    private long emptyAt = SimTime.NEVER;
    private long stood;

    @Override
    public void look(
        long at, Event event, double window, double threshold, long inFlight, long roundTrip) {
      if (emptyAt != SimTime.NEVER && event != Event.TIMEOUT && at - emptyAt > STANDSTILL) {
        stood += at - emptyAt;
      }
      emptyAt = inFlight <= NEXT_TO_NOTHING ? at : SimTime.NEVER;
      double seconds = SimTime.toSeconds(at);
      boolean cut =
          switch (event) {
            case FAST_RECOVERY, TIMEOUT, IDLE -> true;
            case ACKNOWLEDGED, RECOVERED -> false;
          };
      if (cut) {
        cuts.add(seconds);
      }
      if (event == Event.TIMEOUT) {
        timeouts.add(new Trace.Sample(seconds, 1));
      }
      if (cut || event == Event.RECOVERED || at - keptAt >= WINDOW_EVERY) {
        keptAt = at;
        samples.add(new Trace.Sample(seconds, window / 1024));
      }
    }
  }

  /** Means over half a second. */
  private static final class Delivered implements DeliveryTrace {
    private final List<Trace.Sample> samples = new ArrayList<>();
    private long from;
    private long counted;
    private long arrived;

    @Override
    public void delivered(long at, long bytes) {
      while (at >= from + DELIVERED_EVERY) {
        double rate = (arrived - counted) * 8 / SimTime.toSeconds(DELIVERED_EVERY) / 1e6;
        samples.add(new Trace.Sample(SimTime.toSeconds(from), rate));
        counted = arrived;
        from += DELIVERED_EVERY;
      }
      arrived = bytes;
    }

    /** {@return the means, the last one up to its end} */
    List<Trace.Sample> closed() {
      List<Trace.Sample> closed = new ArrayList<>(samples);
      if (!samples.isEmpty()) {
        closed.add(new Trace.Sample(SimTime.toSeconds(from), samples.getLast().value()));
      }
      return closed;
    }
  }
}
