package dev.drover.cli.bench;

import java.util.Locale;

/** What a bench consists of, in the order in which it is measured; each can be measured alone. */
enum Part {
  /** Every policy on one scenario. */
  POLICIES,
  /** The policies on scenarios drawn by lot. */
  DRAWN,
  /** Idle links, against the physical limit. */
  IDLE,
  /** One VM, every combination of traffic by every technique. */
  SINGLE,
  /** Three VMs, serial against parallel. */
  GANG;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
