package dev.drover.model;

import dev.drover.model.unit.BitRate;

/**
 * What a tenant was promised of the network, in its VM's main traffic direction.
 *
 * @param lower the rate below which the promise is broken while the tenant wants to send that much;
 *     zero when nothing is promised
 * @param upper the rate above which nothing is promised
 */
public record Sla(BitRate lower, BitRate upper) {
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
}
