package dev.drover.agent.flow;

import dev.drover.agent.flow.FlowSource.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link FlowTable} up to date: reads a source at an interval, and forgets what has long
 * been idle. A source that does not answer is said once and asked again; what is known stays, rates
 * as they were, until it is too old.
 */
public final class FlowPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowPoller.class);

  /** How many times flows are cleared in the time after which they are. */
  private static final int CLEARINGS = 10;

  /** How long a switch has to heed its rules before they are set again. */
  private static final long MEND_MS = 10_000;

  private final FlowSource source;
  private final FlowTable table;
  private final Timing timing;
  private final Runnable rules;
  private final LongSupplier nowMs;
  private final Thread thread;
  private long clearedMs;
  private long mendedMs;
  private long refused;
  private boolean answered = true;
  private boolean fine = true;

  /**
   * How often, and for how long.
   *
   * @param interval between two readings; below the switch's own {@code max-idle}, 10 s, or bytes
   *     are lost
   * @param keep how long a flow is known that carries nothing; should not be less than twice the
   *     table's window
   */
  public record Timing(Duration interval, Duration keep) {
    public Timing {
      if (!interval.isPositive() || !keep.isPositive()) {
        throw new IllegalArgumentException(
            "interval and keep must be longer than zero: " + interval + ", " + keep);
      }
    }
  }

  FlowPoller(
      FlowSource source, FlowTable table, Timing timing, Runnable rules, LongSupplier nowMs) {
    this.source = source;
    this.table = table;
    this.timing = timing;
    this.rules = rules;
    this.nowMs = nowMs;
    this.clearedMs = nowMs.getAsLong();
    this.mendedMs = clearedMs - MEND_MS;
    this.thread = Thread.ofPlatform().daemon().name("flows").unstarted(this::run);
  }

  /**
   * Begins; {@link #close} ends it.
   *
   * @param rules gives the switch the rules by which it counts pairs apart; called when flows show
   *     that it has none, as after its restart
   */
  public static FlowPoller start(
      FlowSource source, FlowTable table, Timing timing, Runnable rules) {
    long startMs = System.currentTimeMillis();
    long startNanos = System.nanoTime();
    // Rates must not jump when somebody sets the clock.
    FlowPoller poller =
        new FlowPoller(
            source,
            table,
            timing,
            rules,
            () -> startMs + (System.nanoTime() - startNanos) / 1_000_000);
    poller.thread.start();
    return poller;
  }

  public FlowTable table() {
    return table;
  }

  /** {@return what an address exchanges with others, as of the last reading} */
  public List<PeerRate> peers(int address) {
    return table.peers(address);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long began = System.nanoTime();
        poll();
        long left = timing.interval().toNanos() - (System.nanoTime() - began);
        Thread.sleep(Duration.ofNanos(Math.max(left, 0)));
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** Reads once. */
  void poll() {
    long now = nowMs.getAsLong();
    try {
      Reading reading = source.read(table, now);
      table.countedUntil(now);
      tellAnswered();
      tell(reading);
      if (reading.coarse() > 0 && now - mendedMs >= MEND_MS) {
        mendedMs = now;
        rules.run();
      }
    } catch (IOException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        tellSilent(e);
      }
    }
    if (Math.abs(now - clearedMs) >= timing.keep().toMillis() / CLEARINGS) {
      clearedMs = now;
      table.clearOlderThan(now - timing.keep().toMillis());
    }
  }

  private void tellAnswered() {
    if (!answered) {
      LOG.info("flows are counted again");
      answered = true;
    }
  }

  private void tellSilent(Exception cause) {
    if (answered) {
      answered = false;
      LOG.warn(
          "flows are not counted: {}; asked again every {} ms",
          Objects.toString(cause),
          timing.interval().toMillis());
    }
  }

  private void tell(Reading reading) {
    long newlyRefused = table.refused() - refused;
    refused += newlyRefused;
    boolean now = reading.coarse() == 0 && reading.unread() == 0 && newlyRefused == 0;
    if (fine && !now) {
      LOG.warn(
          "not all flows are counted: {} of the switch are of no single pair of addresses (its bridge"
              + " is given its rules again), {} were not understood, {} found no room",
          reading.coarse(),
          reading.unread(),
          newlyRefused);
    }
    fine = now;
  }

  /** Returns when the last reading has ended. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
