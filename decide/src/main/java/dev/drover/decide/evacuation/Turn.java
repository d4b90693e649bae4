package dev.drover.decide.evacuation;

import dev.drover.model.Traffic;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.Comparator;

/**
 * What decides when a VM's turn comes among those that leave a host side by side and have not
 * begun; the least is first. A VM that sends makes room at the source for all that follow, one that
 * receives is in their way at the destination. So those that send more than they receive come
 * first, by the relief for each byte that has to be moved before (Smith's rule, weighted shortest
 * processing time first: the weight is the VM's own traffic), and those that receive more come
 * last, the least burden for each byte first. Between them the destinations with most traffic are
 * first, so that others can use what these cannot take, and of one destination the smaller VMs.
 *
 * @param traffic the VM's own
 * @param nicRate of the source
 * @param toSend what the VM has in memory
 * @param destinationLoad workload traffic that the destination receives
 */
record Turn(String vm, Traffic traffic, BitRate nicRate, Bytes toSend, BitRate destinationLoad)
    implements Comparable<Turn> {
  /** Less than this part of a NIC is in nobody's way. */
  private static final double MATTERS = 0.05;

  private static final Comparator<Turn> ORDER =
      Comparator.comparingInt(Turn::rank)
          .thenComparing(Turn::reliefPerByte, Comparator.reverseOrder())
          .thenComparing(Turn::destinationLoad, Comparator.reverseOrder())
          .thenComparing(Turn::toSend)
          .thenComparing(Turn::vm);

  @Override
  public int compareTo(Turn other) {
    return ORDER.compare(this, other);
  }

  private int rank() {
    double relief = relief();
    return Math.abs(relief) < MATTERS * nicRate.bitsPerSecond() ? 1 : relief > 0 ? 0 : 2;
  }

  private double reliefPerByte() {
    return rank() == 1 ? 0 : relief() / Math.max(1, toSend.count());
  }

  /** Bits per second; below zero for a burden. */
  private double relief() {
    return (double) traffic.out().bitsPerSecond() - traffic.in().bitsPerSecond();
  }
}
