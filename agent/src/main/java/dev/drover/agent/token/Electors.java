package dev.drover.agent.token;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The hosts that are asked before a token is created: all, or {@value #MOST} of many, evenly apart
 * in the list that every host has, so that they stand in different racks. More than half of them
 * must agree, so that two hosts that do not hear of each other cannot both create one.
 */
record Electors(List<Integer> addresses) {
  static final int MOST = 7;

  Electors {
    addresses = List.copyOf(addresses);
  }

  static Electors of(List<Integer> hosts) {
    int count = Math.min(MOST, hosts.size());
    return new Electors(
        IntStream.range(0, count)
            .mapToObj(i -> hosts.get((int) ((long) i * hosts.size() / count)))
            .toList());
  }

  /** {@return whether so many agree that no others can} */
  boolean isMajority(long granted) {
    return granted > addresses.size() / 2;
  }
}
