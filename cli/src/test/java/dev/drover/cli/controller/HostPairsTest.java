package dev.drover.cli.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostPairsTest {
  private record Pair(int source, int destination) {}

  private static Pair next(HostPairs pairs) {
    pairs.advance();
    return new Pair(pairs.source(), pairs.destination());
  }

  @ParameterizedTest
  @CsvSource({"64, 16, 1", "64, 16, 8", "64, 2, 3", "9, 3, 5"})
  void pairs_ofTwoPasses_comeOnceInEachDirection(int hosts, int ports, long seed) {
    HostPairs pairs = new HostPairs(hosts, ports, seed);
    Set<Pair> directed = new HashSet<>();
    Set<Set<Integer>> pass = new HashSet<>();
    for (int i = 0; i < 2 * pairs.count(); i++) {
      if (i == pairs.count()) {
        pass.clear();
      }
      Pair pair = next(pairs);
      assertThat(pass.add(Set.of(pair.source(), pair.destination()))).isTrue();
      assertThat(directed.add(pair)).isTrue();
      assertThat(pair.source() % ports).isNotEqualTo(pair.destination() % ports);
    }
    Pair again = next(pairs);
    assertThat(directed).contains(again);
  }

  @Test
  void order_isFixed() {
    HostPairs one = new HostPairs(64, 16, 4);
    HostPairs other = new HostPairs(64, 16, 4);
    for (int i = 0; i < 5000; i++) {
      assertThat(next(one)).isEqualTo(next(other));
    }
  }

  @Test
  void hosts_notTheSameNumberAtEachPort_areRefused() {
    assertThatThrownBy(() -> new HostPairs(64, 10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a multiple of ports");
  }
}
