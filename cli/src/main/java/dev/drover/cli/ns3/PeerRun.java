package dev.drover.cli.ns3;

import java.util.List;

/**
 * What one run of a case gave.
 *
 * @param endSeconds simulated, when the run ended
 * @param hops packets sent over a link, acknowledgements too; a packet counts once for each link
 * @param drops packets that found a queue full
 * @param timeouts of retransmission timers, of all flows
 * @param wallSeconds of the event loop alone; nothing that is built before it
 * @param flows in the order of the transfers
 */
record PeerRun(
    double endSeconds,
    long hops,
    long drops,
    long timeouts,
    double wallSeconds,
    List<FlowRun> flows) {

  /**
   * One transfer.
   *
   * @param seconds from its start to its last byte's arrival, or to the end of the run
   */
  record FlowRun(long deliveredBytes, boolean complete, double seconds) {}

  PeerRun {
    flows = List.copyOf(flows);
  }

  double hopsPerSecond() {
    return hops / wallSeconds;
  }

  /** {@return payload that arrived ÷ time, all transfers together} */
  double goodputBps() {
    return flows.stream().mapToLong(FlowRun::deliveredBytes).sum() * 8 / endSeconds;
  }

  /** {@return mean over the transfers} */
  double meanSeconds() {
    return flows.stream().mapToDouble(FlowRun::seconds).average().orElseThrow();
  }
}
