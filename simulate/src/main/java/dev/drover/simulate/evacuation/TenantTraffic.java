package dev.drover.simulate.evacuation;

import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;

/**
 * What a VM sends and receives as long as it can; goodput. What it could not send is not made up
 * for.
 *
 * @param kind the workload's name, for reports
 * @param client the other end, a host of the topology
 * @param rates wanted, seen from the VM
 * @param main the direction in which goodput is judged: outgoing, incoming, else both together
 */
public record TenantTraffic(String kind, String client, Traffic rates, TrafficClass main) {
  /** {@return what it wants in its main direction} */
  public BitRate wanted() {
    return switch (main) {
      case OUTGOING -> rates.out();
      case INCOMING -> rates.in();
      case MIXED, IDLE -> rates.in().plus(rates.out());
    };
  }
}
