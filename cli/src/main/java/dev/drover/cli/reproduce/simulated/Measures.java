package dev.drover.cli.reproduce.simulated;

import java.util.List;

/** The names of what is measured in a {@link SimulatedTrial}. */
public final class Measures {
  /** From the first start command to the last end. */
  public static final String TOTAL_TIME = "total_time_s";

  public static final String DOWNTIME = "downtime_s";

  /** Live rounds, the stop-and-copy not among them. */
  public static final String ROUNDS = "rounds";

  /** What was handed to the transport. */
  public static final String TRAFFIC = "traffic_mib";

  /** What was handed to the transport ÷ the total time, in Mbit/s. */
  public static final String RATE = "rate_mbit_s";

  /** Retransmission timeouts of all connections. */
  public static final String TIMEOUTS = "timeouts";

  /** Packets that found a full queue, of all connections. */
  public static final String DROPPED = "dropped_packets";

  /** How often the traced stream's window was cut, by loss or by idleness. */
  public static final String CUTS = "window_cuts";

  /**
   * The part of the rounds, in per cent and without the first, in whose first {@link
   * Traces#BURST_SECONDS} the window was cut.
   */
  public static final String BURST_CUTS = "rounds_begun_with_a_cut_percent";

  /** How long the traced stream had next to nothing under way, but for its timeouts. */
  public static final String STANDSTILL = "standstill_s";

  /** Timeouts of the traced stream. */
  public static final String TRACED_TIMEOUTS = "stream_timeouts";

  /** Xen's conditions for the stop-and-copy. */
  static final List<String> CONDITIONS = List.of("rounds", "threshold", "traffic", "dirty-rate");

  private Measures() {}

  /** {@return 1 when {@code condition} ended the rounds, else 0} */
  public static String stoppedBy(String condition) {
    return "stopped_by_" + condition.replace('-', '_');
  }

  /** {@return mean goodput of background traffic} */
  public static String goodput(String traffic) {
    return traffic + "_goodput_mbit_s";
  }

  /** {@return what migration cost background traffic, as a part of its goodput before} */
  public static String loss(String traffic) {
    return traffic + "_loss_percent";
  }
}
