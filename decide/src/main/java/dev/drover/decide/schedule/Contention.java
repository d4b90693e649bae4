package dev.drover.decide.schedule;

import java.util.Locale;

/** How much of a NIC direction the workload uses already; in rising order. */
public enum Contention {
  LOW,
  MODERATE,
  HIGH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
