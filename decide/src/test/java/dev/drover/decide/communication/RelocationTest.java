package dev.drover.decide.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RelocationTest {
  private static final MigrationPrice FREE = MigrationPrice.constant(0);
  private static final Room ROOM = (_, _) -> true;

  /** Two pods of two racks of two servers. */
  private static final Layers LAYERS = Layers.regular(2, 2, 2);

  private static Relocation relocation(CandidateRule rule) {
    return new Relocation(LAYERS, LevelWeights.PAPER, rule, 8);
  }

  private static TrafficGraph graph(int vms, double[]... pairs) {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms);
    for (double[] pair : pairs) {
      builder.add((int) pair[0], (int) pair[1], pair[2]);
    }
    return builder.build();
  }

  @Test
  void total_handMadeExample_isSumOverBothEnds() {
    // 0 and 1 in one rack: 2 · 10 · c1; 0 and 2 across pods: 2 · 1 · (c1 + c2 + c3).
    TrafficGraph graph = graph(3, new double[] {0, 1, 10}, new double[] {0, 2, 1});
    double total =
        new CommunicationCost(LAYERS, LevelWeights.PAPER).total(graph, new int[] {0, 1, 7});
    assertThat(total).isCloseTo(20 + 2 * (1 + 2.718281828 + 20.085536923), within(1e-6));
  }

  @Test
  void rates_eachLevel_countEachPairOnce() {
    TrafficGraph graph =
        graph(3, new double[] {0, 1, 10}, new double[] {0, 2, 1}, new double[] {1, 2, 4});
    CommunicationCost cost = new CommunicationCost(LAYERS, LevelWeights.PAPER);
    assertThat(cost.rates(graph, new int[] {0, 0, 7})).containsExactly(10, 0, 0, 5);
    assertThat(cost.highestLevel(graph, new int[] {0, 0, 1}, 0)).isEqualTo(1);
  }

  @Test
  void decide_neighbourAtHighestLevel_isAskedFirstThoughOthersTalkMore() {
    // 0 on server 0; 1 in the same rack with much traffic; 2 in the other pod.
    TrafficGraph graph = graph(3, new double[] {0, 1, 10}, new double[] {0, 2, 9});
    int[] serverOf = {0, 1, 7};
    List<Integer> asked = new ArrayList<>();
    Relocation relocation = relocation(CandidateRule.FIRST_THAT_LOWERS);
    boolean moves =
        relocation.decide(
            graph,
            serverOf,
            0,
            (_, server) -> {
              asked.add(server);
              return true;
            },
            FREE);
    // To server 7 it would cost more: 10 a second would then cross pods.
    assertThat(asked).containsExactly(7, 1);
    assertThat(moves).isTrue();
    assertThat(relocation.server()).isEqualTo(1);
  }

  @Test
  void decide_firstWithRoomRule_staysWhenThatOneDoesNotLower() {
    TrafficGraph graph = graph(3, new double[] {0, 1, 10}, new double[] {0, 2, 9});
    int[] serverOf = {0, 1, 7};
    Relocation relocation = relocation(CandidateRule.FIRST_WITH_ROOM);
    assertThat(relocation.decide(graph, serverOf, 0, ROOM, FREE)).isFalse();
    assertThat(relocation.decide(graph, serverOf, 0, (_, server) -> server != 7, FREE)).isTrue();
    assertThat(relocation.server()).isEqualTo(1);
  }

  @Test
  void decide_firstIsFull_takesTheNext() {
    TrafficGraph graph = graph(3, new double[] {0, 1, 5}, new double[] {0, 2, 4});
    Relocation relocation = relocation(CandidateRule.FIRST_THAT_LOWERS);
    assertThat(relocation.decide(graph, new int[] {0, 7, 4}, 0, (_, s) -> s != 7, FREE)).isTrue();
    assertThat(relocation.server()).isEqualTo(4);
  }

  @Test
  void decide_gainNotAbovePrice_stays() {
    TrafficGraph graph = graph(2, new double[] {0, 1, 10});
    Relocation relocation = relocation(CandidateRule.FIRST_THAT_LOWERS);
    int[] serverOf = {0, 1};
    assertThat(relocation.decide(graph, serverOf, 0, ROOM, FREE)).isTrue();
    double gain = relocation.gain();
    assertThat(gain).isEqualTo(20);
    assertThat(relocation.decide(graph, serverOf, 0, ROOM, MigrationPrice.constant(gain)))
        .isFalse();
    assertThat(relocation.decide(graph, serverOf, 0, ROOM, MigrationPrice.constant(gain - 1)))
        .isTrue();
  }

  @Test
  void decide_withoutPeersElsewhere_stays() {
    TrafficGraph graph = graph(3, new double[] {0, 1, 10});
    Relocation relocation = relocation(CandidateRule.FIRST_THAT_LOWERS);
    assertThat(relocation.decide(graph, new int[] {3, 3, 0}, 0, ROOM, FREE)).isFalse();
    assertThat(relocation.decide(graph, new int[] {3, 3, 0}, 2, ROOM, FREE)).isFalse();
  }

  @Test
  void decide_anyTraffic_gainIsWhatTheTotalFallsBy() {
    SplittableRandom random = new SplittableRandom(5);
    CommunicationCost cost = new CommunicationCost(LAYERS, LevelWeights.PAPER);
    int moved = 0;
    List<CandidateRule> rules = List.of(CandidateRule.values());
    for (int run = 0; run < 500; run++) {
      TrafficGraph.Builder builder = new TrafficGraph.Builder(6);
      for (int pair = 0; pair < 8; pair++) {
        int one = random.nextInt(6);
        int other = (one + 1 + random.nextInt(5)) % 6;
        builder.add(one, other, random.nextDouble(0.1, 100));
      }
      TrafficGraph graph = builder.build();
      int[] serverOf = random.ints(6, 0, 8).toArray();
      CandidateRule rule = rules.get(run % rules.size());
      Relocation relocation = new Relocation(LAYERS, LevelWeights.PAPER, rule, graph.mostPeers());
      if (relocation.decide(graph, serverOf, 2, ROOM, FREE)) {
        double before = cost.total(graph, serverOf);
        serverOf[2] = relocation.server();
        double after = cost.total(graph, serverOf);
        assertThat(before - after).isCloseTo(relocation.gain(), within(1e-6 * before));
        assertThat(relocation.gain()).isPositive();
        moved++;
      }
    }
    assertThat(moved).isGreaterThan(300);
  }

  @Test
  void decide_lowestRule_isNeverWorseThanTheFirst() {
    SplittableRandom random = new SplittableRandom(6);
    int better = 0;
    for (int run = 0; run < 300; run++) {
      TrafficGraph.Builder builder = new TrafficGraph.Builder(6);
      for (int peer = 1; peer < 6; peer++) {
        builder.add(0, peer, random.nextDouble(0.1, 100));
      }
      TrafficGraph graph = builder.build();
      int[] serverOf = random.ints(6, 0, 8).toArray();
      Relocation first = relocation(CandidateRule.FIRST_THAT_LOWERS);
      Relocation lowest = relocation(CandidateRule.LOWEST);
      boolean moves = first.decide(graph, serverOf, 0, ROOM, FREE);
      assertThat(lowest.decide(graph, serverOf, 0, ROOM, FREE)).isEqualTo(moves);
      if (moves) {
        assertThat(lowest.gain()).isGreaterThanOrEqualTo(first.gain());
        better += lowest.gain() > first.gain() ? 1 : 0;
      }
    }
    assertThat(better).isPositive();
  }

  @Test
  void byGain_severalVms_putsTheGreatestFirstAndTiesByNumber() {
    TrafficGraph graph =
        graph(6, new double[] {0, 1, 1}, new double[] {2, 3, 50}, new double[] {4, 5, 1});
    int[] order =
        relocation(CandidateRule.FIRST_THAT_LOWERS)
            .byGain(graph, new int[] {0, 1, 0, 7, 2, 2}, ROOM, FREE);
    assertThat(order).containsExactly(2, 3, 0, 1, 4, 5);
  }
}
