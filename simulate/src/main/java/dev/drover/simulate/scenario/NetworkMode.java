package dev.drover.simulate.scenario;

import java.util.Locale;

/** How a run's network is modelled. */
public enum NetworkMode {
  /** Every packet, with TCP. */
  PACKET,
  /** Max–min fair rates: no queues, no losses; for thousands of hosts. */
  FLUID;

  /** {@return the name used in files, such as {@code fluid}} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
