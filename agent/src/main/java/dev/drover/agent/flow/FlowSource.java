package dev.drover.agent.flow;

import java.io.IOException;

/** What counts bytes of flows, such as a switch. */
public interface FlowSource {
  /**
   * Adds what flowed since the last time to {@code table}.
   *
   * @param nowMs the time at which counters are read
   * @throws IOException when it does not answer; what was read until then is in the table, and the
   *     rest is at the next time
   */
  Reading read(FlowTable table, long nowMs) throws IOException;

  /**
   * What was read.
   *
   * @param flows counters of flows between two IPv4 addresses
   * @param coarse counters of IPv4 that no pair of addresses can be read from
   * @param others counters of other traffic, such as ARP and IPv6
   * @param unread what could not be understood, or was too much
   */
  record Reading(long flows, long coarse, long others, long unread) {}
}
