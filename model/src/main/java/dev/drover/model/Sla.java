package dev.drover.model;

import dev.drover.model.unit.BitRate;
import java.time.Duration;

/**
 * What a tenant was promised of the network, in its VM's main traffic direction.
 *
 * @param lower the rate below which the promise is broken while the tenant wants to send that much;
 *     zero when nothing is promised
 * @param upper the rate above which nothing is promised
 */
public record Sla(BitRate lower, BitRate upper) {
  /** Goodput is judged over this long. */
  public static final Duration WINDOW = Duration.ofSeconds(1);

  /** A tenant that wants less than was promised is judged by this part of what it wants. */
  private static final double WANTED = 0.95;

  public Sla {
    if (lower.compareTo(upper) > 0) {
      throw new IllegalArgumentException(
          "SLA lower limit "
              + lower
              + " is above its upper limit "
              + upper
              + "; swap or correct them");
    }
  }

  /** {@return the goodput below which a tenant that wants {@code wanted} is wronged} */
  public BitRate promised(BitRate wanted) {
    return lower.min(wanted.times(WANTED));
  }
}
