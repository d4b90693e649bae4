package dev.drover.lab.file;

import java.time.Duration;

/**
 * A lab whose switches are Open vSwitch instances, told by Drover's controller where to send what;
 * links between them may be redundant. A lab without this has kernel bridges in a tree.
 *
 * @param routing how the route of a pair is chosen, by the controller's name for it
 * @param weights what a link weighs, by the controller's name for it
 * @param reroute whether an announced migration may be moved while it runs
 * @param period between two updates of the port statistics
 * @param idleTimeout after which a pair's flows are gone from the switches; whole seconds
 * @param tls whether switches and controller speak TLS, with keys of the lab's authority
 */
public record Sdn(
    String routing,
    String weights,
    boolean reroute,
    Duration period,
    Duration idleTimeout,
    boolean tls) {
  private static final long MAX_TIMEOUT = 0xffff;

  public Sdn {
    period(period);
    idleTimeout(idleTimeout);
  }

  static Duration period(Duration period) {
    if (period.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("it must be 100ms or longer");
    }
    return period;
  }

  static Duration idleTimeout(Duration timeout) {
    if (timeout.toNanosPart() != 0
        || timeout.toSeconds() < 1
        || timeout.toSeconds() > MAX_TIMEOUT) {
      throw new IllegalArgumentException(
          "it must be whole seconds from 1s to " + MAX_TIMEOUT + "s");
    }
    return timeout;
  }
}
