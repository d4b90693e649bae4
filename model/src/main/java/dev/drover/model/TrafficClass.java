package dev.drover.model;

import java.util.Locale;

/** Which way the traffic of a VM or of a host's NIC mostly goes, seen from that VM or host. */
public enum TrafficClass {
  INCOMING,
  OUTGOING,
  MIXED,
  IDLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
