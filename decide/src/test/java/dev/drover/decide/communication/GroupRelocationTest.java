package dev.drover.decide.communication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.communication.GroupRelocation.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GroupRelocationTest {
  private static final MigrationPrice FREE = MigrationPrice.constant(0);

  /** Two pods of two racks of two servers. */
  private static final Layers LAYERS = Layers.regular(2, 2, 2);

  /** 0, 1 and 2 talk much; 0 and 3, which is elsewhere, a little. */
  private static final TrafficGraph GROUP =
      graph(
          5,
          new double[] {0, 1, 100},
          new double[] {1, 2, 50},
          new double[] {0, 3, 1},
          new double[] {0, 4, 2});

  private static boolean any(int vm) {
    return vm >= 0;
  }

  private static TrafficGraph graph(int vms, double[]... pairs) {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms);
    for (double[] pair : pairs) {
      builder.add((int) pair[0], (int) pair[1], pair[2]);
    }
    return builder.build();
  }

  private static GroupRelocation most(int vms) {
    return new GroupRelocation(LAYERS, LevelWeights.PAPER, vms);
  }

  /** Room for so many VMs on each server. */
  private static GroupRelocation.Room slots(int[] serverOf, int... free) {
    assertThat(free).hasSize(LAYERS.servers());
    return (vms, server) -> {
      assertThat(vms).noneMatch(vm -> serverOf[vm] == server);
      return vms.size() <= free[server];
    };
  }

  @Test
  void decide_groupWhosePeerIsElsewhere_goesBesideItWhenNoneOfThemWouldAlone() {
    int[] serverOf = {0, 0, 0, 7, 0};
    Relocation alone =
        new Relocation(LAYERS, LevelWeights.PAPER, CandidateRule.FIRST_THAT_LOWERS, 8);
    for (int vm = 0; vm < 3; vm++) {
      assertThat(alone.decide(GROUP, serverOf, vm, (_, _) -> true, FREE)).isFalse();
    }
    // The peer's own server is full, the other one of its rack is not. 4 would stay, but for 0.
    Group group =
        most(4)
            .decide(
                GROUP,
                serverOf,
                2,
                GroupRelocationTest::any,
                slots(serverOf, 0, 9, 9, 9, 9, 9, 4, 0),
                FREE)
            .orElseThrow();
    assertThat(group.vms()).containsExactly(2, 1, 0, 4);
    assertThat(group.server()).isEqualTo(6);
    assertThat(group.gain()).isCloseTo(2 * (Math.exp(1) + Math.exp(3)), within(1e-6));
  }

  @Test
  void decide_roomForPartOfTheGroup_goesOnlyWithThoseThatBelongTogether() {
    int[] serverOf = {0, 0, 0, 7, 0};
    // Without 4 it would cost 2 a second across pods more, and save 1.
    assertThat(
            most(4)
                .decide(
                    GROUP,
                    serverOf,
                    2,
                    GroupRelocationTest::any,
                    slots(serverOf, 0, 3, 3, 3, 3, 3, 3, 3),
                    FREE))
        .isEmpty();
    TrafficGraph without =
        graph(4, new double[] {0, 1, 100}, new double[] {1, 2, 50}, new double[] {0, 3, 1});
    assertThat(
            most(4)
                .decide(
                    without,
                    serverOf,
                    2,
                    GroupRelocationTest::any,
                    slots(serverOf, 0, 3, 3, 3, 3, 3, 3, 3),
                    FREE)
                .map(Group::server))
        .contains(7);
    assertThat(most(2).decide(without, serverOf, 2, GroupRelocationTest::any, (_, _) -> true, FREE))
        .isEmpty();
  }

  @Test
  void companions_joinByTheirTrafficWithThoseThatAreIn() {
    TrafficGraph traffic =
        graph(
            6,
            new double[] {0, 1, 5},
            new double[] {0, 2, 4},
            new double[] {1, 3, 3},
            new double[] {2, 3, 3},
            new double[] {0, 4, 5.5},
            new double[] {0, 5, 90});
    int[] serverOf = {2, 2, 2, 2, 2, 3};
    assertThat(most(9).companions(traffic, serverOf, 0, GroupRelocationTest::any))
        .containsExactly(0, 4, 1, 2, 3);
    assertThat(most(3).companions(traffic, serverOf, 0, GroupRelocationTest::any))
        .containsExactly(0, 4, 1);
    assertThat(most(9).companions(traffic, serverOf, 0, vm -> vm != 1)).containsExactly(0, 4, 2, 3);
    assertThat(most(9).companions(traffic, serverOf, 5, GroupRelocationTest::any))
        .containsExactly(5);
  }

  @Test
  void decide_gainNotAboveThePriceOfAll_stays() {
    TrafficGraph traffic = graph(3, new double[] {0, 1, 100}, new double[] {1, 2, 10});
    int[] places = {0, 0, 1};
    Optional<Group> free =
        most(2).decide(traffic, places, 0, GroupRelocationTest::any, (_, _) -> true, FREE);
    assertThat(free.map(Group::gain)).contains(20.0);
    assertThat(
            most(2)
                .decide(
                    traffic,
                    places,
                    0,
                    GroupRelocationTest::any,
                    (_, _) -> true,
                    MigrationPrice.constant(10)))
        .isEmpty();
    assertThat(
            most(2)
                .decide(
                    traffic,
                    places,
                    0,
                    GroupRelocationTest::any,
                    (_, _) -> true,
                    MigrationPrice.constant(9.9)))
        .isPresent();
  }

  @Test
  void decide_anyTraffic_gainIsWhatTheTotalFallsBy() {
    SplittableRandom random = new SplittableRandom(7);
    CommunicationCost cost = new CommunicationCost(LAYERS, LevelWeights.PAPER);
    int moved = 0;
    for (int run = 0; run < 500; run++) {
      TrafficGraph.Builder builder = new TrafficGraph.Builder(8);
      for (int pair = 0; pair < 14; pair++) {
        int one = random.nextInt(8);
        builder.add(one, (one + 1 + random.nextInt(7)) % 8, random.nextDouble(0.1, 100));
      }
      TrafficGraph graph = builder.build();
      int[] serverOf = random.ints(8, 0, 4).toArray();
      List<List<Integer>> asked = new ArrayList<>();
      Optional<Group> group =
          most(4)
              .decide(
                  graph,
                  serverOf,
                  3,
                  GroupRelocationTest::any,
                  (vms, _) -> {
                    asked.add(vms);
                    return asked.size() == 2;
                  },
                  FREE);
      if (group.isPresent()) {
        double before = cost.total(graph, serverOf);
        int[] then = serverOf.clone();
        group.get().vms().forEach(vm -> then[vm] = group.get().server());
        assertThat(before - cost.total(graph, then))
            .isCloseTo(group.get().gain(), within(1e-6 * before));
        assertThat(group.get().vms()).hasSizeBetween(2, 4).startsWith(3);
        moved++;
      }
    }
    assertThat(moved).isGreaterThan(100);
  }

  @Test
  void groups_ofNobody_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> most(0));
  }
}
