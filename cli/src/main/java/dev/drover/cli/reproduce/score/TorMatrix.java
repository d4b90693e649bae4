package dev.drover.cli.reproduce.score;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.TrafficGraph;
import java.util.Arrays;

/** Traffic between top-of-rack switches, bytes a second; what stays in a rack is not in it. */
final class TorMatrix {
  private final Layers layers;
  private final int racks;
  private final double[] rates;

  private TorMatrix(Layers layers, int racks) {
    this.layers = layers;
    this.racks = racks;
    this.rates = new double[racks * racks];
  }

  /**
   * {@return the matrix of an allocation}
   *
   * @param racks all alike, the first servers in the first
   * @param serverOf each VM's server
   */
  static TorMatrix of(Layers layers, int racks, TrafficGraph traffic, int[] serverOf) {
    TorMatrix made = new TorMatrix(layers, racks);
    int servers = layers.servers() / racks;
    for (int vm = 0; vm < traffic.vms(); vm++) {
      int rack = serverOf[vm] / servers;
      for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
        int other = serverOf[traffic.peer(i)] / servers;
        if (other != rack) {
          made.rates[rack * racks + other] += traffic.rate(i);
        }
      }
    }
    return made;
  }

  int racks() {
    return racks;
  }

  /** {@return traffic of two ToRs, both directions; the same either way round} */
  double rate(int one, int other) {
    return rates[one * racks + other];
  }

  /** {@return how many pairs of ToRs there are} */
  int pairs() {
    return racks * (racks - 1) / 2;
  }

  private double[] sorted() {
    double[] sorted = new double[pairs()];
    int size = 0;
    for (int one = 0; one < racks; one++) {
      for (int other = one + 1; other < racks; other++) {
        sorted[size++] = rate(one, other);
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** {@return of all pairs together} */
  double total() {
    return Arrays.stream(sorted()).sum();
  }

  /** {@return of the pair that has most} */
  double most() {
    return sorted()[pairs() - 1];
  }

  /**
   * {@return which part of the pairs, the busiest first, is needed to carry {@code part} of all}
   */
  double carrying(double part) {
    double[] sorted = sorted();
    double wanted = part * total();
    double carried = 0;
    int count = 0;
    while (count < sorted.length && carried < wanted) {
      carried += sorted[sorted.length - ++count];
    }
    return (double) count / sorted.length;
  }

  /**
   * Pairs with more than a threshold.
   *
   * @param meanLevel of their communication; 0 when there are none
   * @param rate of all of them, bytes a second
   */
  record HotSpots(int count, double meanLevel, double rate) {}

  /** {@return the pairs with more than {@code threshold} bytes a second} */
  HotSpots above(double threshold) {
    int servers = layers.servers() / racks;
    int count = 0;
    int levels = 0;
    double rate = 0;
    for (int one = 0; one < racks; one++) {
      for (int other = one + 1; other < racks; other++) {
        if (rate(one, other) > threshold) {
          count++;
          levels += layers.level(one * servers, other * servers);
          rate += rate(one, other);
        }
      }
    }
    return new HotSpots(count, count == 0 ? 0 : (double) levels / count, rate);
  }

  /** {@return each pair as a part of {@code whole}, at most 1; rows of ToRs} */
  double[][] partsOf(double whole) {
    double[][] parts = new double[racks][racks];
    for (int one = 0; one < racks; one++) {
      for (int other = 0; other < racks; other++) {
        parts[one][other] = Math.min(1, rate(one, other) / whole);
      }
    }
    return parts;
  }
}
