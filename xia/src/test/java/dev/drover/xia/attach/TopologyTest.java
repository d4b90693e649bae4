package dev.drover.xia.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopologyTest {
  private static Xid router(int number) {
    return new Xid(XidType.HID, number, 0, 0);
  }

  private static Xid domain(int number) {
    return new Xid(XidType.AD, number, 0, 0);
  }

  private static void learn(Topology topology, int router, int... neighbours) {
    List<Xid> joined = new ArrayList<>();
    for (int each : neighbours) {
      joined.add(router(each));
    }
    topology.learn(router(router), domain(router), joined, 0);
  }

  @Test
  void wayToADomain_overTwoRouters_beginsWithTheFirst() {
    Topology topology = new Topology(10);
    learn(topology, 1, 0, 2);
    learn(topology, 2, 1);
    assertThat(topology.ways(router(0), Map.of(router(1), domain(1))))
        .containsOnly(Map.entry(domain(1), router(1)), Map.entry(domain(2), router(1)));
  }

  @Test
  void link_thatOnlyOneEndSays_leadsNowhere() {
    Topology topology = new Topology(10);
    learn(topology, 1, 0, 2);
    learn(topology, 2);
    assertThat(topology.ways(router(0), Map.of(router(1), domain(1)))).containsOnlyKeys(domain(1));
  }

  /** Two routers of one attacker vouch for each other; neither speaks for the domain. */
  @Test
  void routersThatClaimEachOther_speakForTheirOwnDomainsOnly() {
    Topology topology = new Topology(10);
    learn(topology, 8, 0, 9);
    learn(topology, 9, 8);
    learn(topology, 1, 0, 2);
    learn(topology, 2, 1, 3);
    learn(topology, 3, 2);
    Map<Xid, Xid> adjacent = new LinkedHashMap<>();
    adjacent.put(router(8), domain(8));
    adjacent.put(router(1), domain(1));
    assertThat(topology.ways(router(0), adjacent)).containsEntry(domain(3), router(1));
  }

  @Test
  void topology_thatIsFull_makesRoomByThoseThatNoWayLeadsTo() {
    Topology topology = new Topology(3);
    learn(topology, 1, 0);
    learn(topology, 8, 9);
    learn(topology, 9, 8);
    topology.ways(router(0), Map.of(router(1), domain(1)));
    assertThat(topology.hasRoom(router(2))).isTrue();
    learn(topology, 1, 0, 2);
    learn(topology, 2, 1, 3);
    learn(topology, 3, 2);
    assertThat(topology.size()).isEqualTo(3);
    assertThat(topology.ways(router(0), Map.of(router(1), domain(1))))
        .containsOnlyKeys(domain(1), domain(2), domain(3));
    assertThat(topology.hasRoom(router(4))).isFalse();
    assertThat(topology.hasRoom(router(3))).as("is known").isTrue();
  }

  @Test
  void router_notHeardForAWhile_isForgotten() {
    Topology topology = new Topology(3);
    Duration while20 = Duration.ofSeconds(20);
    learn(topology, 1, 0);
    assertThat(topology.forget(while20, while20.toNanos())).isFalse();
    assertThat(topology.domain(router(1))).isEqualTo(Optional.of(domain(1)));
    assertThat(topology.forget(while20, while20.toNanos() + 1)).isTrue();
    assertThat(topology.domain(router(1))).isEmpty();
  }

  /** No way is longer than the shortest one that all distances by relaxation have. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void ways_inARandomNetwork_areShortest(long seed) {
    Random random = new Random(seed);
    for (int turn = 0; turn < 50; turn++) {
      int routers = 2 + random.nextInt(12);
      boolean[][] says = new boolean[routers][routers];
      for (int i = 0; i < routers; i++) {
        for (int j = 0; j < routers; j++) {
          says[i][j] = i != j && random.nextInt(3) == 0;
        }
      }
      int[][] far = new int[routers][routers];
      for (int i = 0; i < routers; i++) {
        for (int j = 0; j < routers; j++) {
          far[i][j] = i == j ? 0 : says[i][j] && says[j][i] ? 1 : 1000;
        }
      }
      for (int k = 0; k < routers; k++) {
        for (int i = 0; i < routers; i++) {
          for (int j = 0; j < routers; j++) {
            far[i][j] = Math.min(far[i][j], far[i][k] + far[k][j]);
          }
        }
      }
      Topology topology = new Topology(routers);
      Map<Xid, Xid> adjacent = new LinkedHashMap<>();
      for (int i = 1; i < routers; i++) {
        List<Integer> joined = new ArrayList<>();
        for (int j = 0; j < routers; j++) {
          if (says[i][j]) {
            joined.add(j);
          }
        }
        learn(topology, i, joined.stream().mapToInt(Integer::intValue).toArray());
        if (says[0][i] && says[i][0]) {
          adjacent.put(router(i), domain(i));
        }
      }
      Map<Xid, Xid> ways = topology.ways(router(0), adjacent);
      for (int i = 1; i < routers; i++) {
        Xid hop = ways.get(domain(i));
        assertThat(hop != null)
            .as("seed %d turn %d router %d", seed, turn, i)
            .isEqualTo(far[0][i] < 1000);
        if (hop != null) {
          assertThat(1 + far[(int) hop.a()][i])
              .as("seed %d turn %d router %d", seed, turn, i)
              .isEqualTo(far[0][i]);
        }
      }
    }
  }
}
