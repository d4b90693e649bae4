package dev.drover.simulate.datacentre;

/**
 * The traffic of a data centre as measurements describe it: tenants of very different sizes whose
 * VMs talk among themselves, and a little with everybody.
 *
 * <p>What is published of servers without virtual machines is taken as true of VMs: a median of 2
 * correspondents in the own rack and 4 outside, busy ones with up to a tenth of all outside
 * (Kandula et al., IMC'09, 1,500 servers); about 10 flows of a VM and hardly ever more than 100
 * (Greenberg et al., VL2, as the S-CORE paper cites both in IV-D); and matrices between racks that
 * are sparse, with few pairs that carry most (Kandula et al., Flyways, HotNets'09).
 *
 * @param medianPeers median of the peers of a VM; numbers of peers are log-normal
 * @param peersSpread σ of their logarithm; with 1 the mean is 1.65 times the median
 * @param mostPeers that a VM has
 * @param smallestTenant VMs of the smallest tenant; sizes are Pareto
 * @param tenantShape the exponent of that: the smaller, the heavier the tail
 * @param largestTenant VMs of the largest tenant
 * @param background which part of the pairs is with any VM at all, whoever's it is; to these come
 *     the peers that a tenant is too small for
 * @param backgroundRate their rates, as a part of those within a tenant: monitoring, name look-ups
 * @param medianRate median of the bytes a second of a pair within a tenant; rates are log-normal
 * @param tenantSpread σ of the logarithm of what all rates of a tenant are multiplied with
 * @param pairSpread σ of the logarithm of a pair's rate within its tenant
 */
public record TrafficModel(
    double medianPeers,
    double peersSpread,
    int mostPeers,
    int smallestTenant,
    double tenantShape,
    int largestTenant,
    double background,
    double backgroundRate,
    double medianRate,
    double tenantSpread,
    double pairSpread) {
  public TrafficModel {
    require("medianPeers", medianPeers, 1, 1_000);
    require("peersSpread", peersSpread, 0, 3);
    require("mostPeers", mostPeers, 1, 10_000);
    require("smallestTenant", smallestTenant, 2, 10_000);
    require("tenantShape", tenantShape, 0.5, 100);
    require("largestTenant", largestTenant, smallestTenant, 10_000);
    require("background", background, 0, 1);
    require("backgroundRate", backgroundRate, 1e-6, 1e6);
    require("medianRate", medianRate, 1e-3, 1e12);
    require("tenantSpread", tenantSpread, 0, 5);
    require("pairSpread", pairSpread, 0, 5);
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " " + value + " must be from " + least + " to " + most);
    }
  }

  /**
   * {@return the published shapes: a median of 6 peers and about 10 in the mean, tenants of 12 to
   * 1,000 VMs and about 34 in the mean, a tenth of the pairs background at a tenth of the rate; a
   * VM sends and receives 0.3 MB/s in the mean. That rates differ more between tenants than within
   * one is an assumption: no measurement tells the two apart. S-CORE depends on it, see {@link
   * #withinTenants}}
   */
  public static TrafficModel published() {
    return new TrafficModel(6, 1, 100, 12, 1.5, 1_000, 0.1, 0.1, 10_000, 1.5, 0.5);
  }

  /**
   * {@return the same with another σ of the rates within a tenant. The larger it is the more of a
   * VM's traffic is with one peer, which it does not leave: pairs settle where they meet, and what
   * would have to move is the two together, which S-CORE's VMs cannot}
   */
  public TrafficModel withinTenants(double spread) {
    return new TrafficModel(
        medianPeers,
        peersSpread,
        mostPeers,
        smallestTenant,
        tenantShape,
        largestTenant,
        background,
        backgroundRate,
        medianRate,
        tenantSpread,
        spread);
  }

  /**
   * {@return the same with {@code times} as many pairs. To multiply rates instead would change
   * costs and nothing that S-CORE decides, as long as migrations cost nothing}
   */
  public TrafficModel denser(double times) {
    return new TrafficModel(
        medianPeers * times,
        peersSpread,
        (int) Math.round(mostPeers * times),
        smallestTenant,
        tenantShape,
        largestTenant,
        background,
        backgroundRate,
        medianRate,
        tenantSpread,
        pairSpread);
  }
}
