package dev.drover.simulate.stream;

/** Whose bytes these are. */
public enum TrafficKind {
  MIGRATION,
  WORKLOAD
}
