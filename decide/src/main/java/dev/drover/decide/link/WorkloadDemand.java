package dev.drover.decide.link;

import dev.drover.model.unit.BitRate;

/**
 * What workload traffic asks of one NIC direction; rates on the wire.
 *
 * @param use what it sends now
 * @param lower the sum of the SLA lower limits
 * @param upper the sum of the SLA upper limits; workload that has no SLA counts with what it uses,
 *     because no one ever limited it
 * @param flows how many tenants send
 */
public record WorkloadDemand(BitRate use, BitRate lower, BitRate upper, int flows) {
  public static final WorkloadDemand NONE =
      new WorkloadDemand(BitRate.ZERO, BitRate.ZERO, BitRate.ZERO, 0);

  /** Less than this part of a NIC's load is the difference between two ways of measuring it. */
  private static final double MEASURING_ERROR = 0.05;

  public WorkloadDemand plus(WorkloadDemand other) {
    return new WorkloadDemand(
        use.plus(other.use), lower.plus(other.lower), upper.plus(other.upper), flows + other.flows);
  }

  /** {@return this with another lower limit} */
  public WorkloadDemand withLower(BitRate limit) {
    return new WorkloadDemand(use, limit, upper, flows);
  }

  /**
   * {@return this with the use that was measured at the NIC; what no tenant accounts for is added
   * as one more flow without an SLA}
   */
  public WorkloadDemand measuredAt(BitRate measured) {
    BitRate unexplained = measured.minusOrZero(use);
    boolean another = unexplained.compareTo(measured.times(MEASURING_ERROR)) > 0;
    return new WorkloadDemand(
        measured, lower, upper.plus(unexplained), another ? flows + 1 : flows);
  }
}
