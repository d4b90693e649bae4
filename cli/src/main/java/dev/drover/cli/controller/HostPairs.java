package dev.drover.cli.controller;

import java.util.stream.IntStream;

/**
 * The pairs of hosts at one switch in a fixed order that looks drawn by lot. Each pair comes once,
 * in one of its two directions, before any comes again in the other. Host {@code h} is at port
 * {@code 1 + h % ports}; no pair has both ends at one port, since there is nothing to forward then.
 */
final class HostPairs {
  private static final double GOLDEN = 0.6180339887498949;

  private final int hosts;

  /** How far apart two hosts are on the ring of hosts; each such distance gives each pair once. */
  private final int[] distances;

  private final int count;
  private final int step;
  private int next;
  private int drawn;
  private int source;
  private int destination;

  /**
   * The pairs of a switch.
   *
   * @param hosts a multiple of {@code ports}
   * @param seed where in the order it begins
   */
  HostPairs(int hosts, int ports, long seed) {
    if (ports < 2 || hosts < 8 || hosts % ports != 0) {
      throw new IllegalArgumentException(
          "hosts must be 8 or more and a multiple of ports, 2 or more: " + hosts + ", " + ports);
    }
    this.hosts = hosts;
    // Neighbours are left to the check that all hosts are known; those across would come twice.
    this.distances = IntStream.range(2, (hosts + 1) / 2).filter(d -> d % ports != 0).toArray();
    this.count = hosts * distances.length;
    this.step = coprime((int) (count * GOLDEN), count);
    this.next = (int) Math.floorMod(seed * 0x9e37_79b9L, (long) count);
  }

  private static int coprime(int from, int count) {
    int candidate = Math.max(1, from);
    while (gcd(candidate, count) != 1) {
      candidate++;
    }
    return candidate;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** {@return how many pairs there are} */
  int count() {
    return count;
  }

  /** Goes on to the next pair. */
  void advance() {
    int one = next % hosts;
    int other = (one + distances[next / hosts]) % hosts;
    boolean turned = ((next ^ drawn / count) & 1) != 0;
    source = turned ? other : one;
    destination = turned ? one : other;
    next = (next + step) % count;
    drawn = drawn == 2 * count - 1 ? 0 : drawn + 1;
  }

  int source() {
    return source;
  }

  int destination() {
    return destination;
  }
}
