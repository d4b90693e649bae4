package dev.drover.simulate.datacentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.HighestLevelFirst;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.LoadAware;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.RoundRobin;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TokenPolicy;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.TokenRounds.Round;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TokenRoundsTest {
  private static final CommunicationCost COST =
      new CommunicationCost(Scene.LAYERS, LevelWeights.PAPER);

  static List<TokenPolicy> policies() {
    return TokenPolicies.all();
  }

  private static TokenRounds rounds(TrafficGraph traffic, long seed, TokenPolicy policy) {
    return new TokenRounds(Scene.LAYERS, traffic, Scene.random(seed), Settings.paper(policy));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void cost_afterEveryHold_isWhatItIsComputedAnew(TokenPolicy policy) {
    TrafficGraph traffic = Scene.traffic(4);
    TokenRounds rounds = rounds(traffic, 4, policy);
    double before = rounds.cost();
    for (int hold = 0; hold < 3 * Scene.VMS; hold++) {
      double last = rounds.cost();
      boolean moves = rounds.step();
      double anew = COST.total(traffic, rounds.allocation().serverOf());
      assertThat(rounds.cost()).isCloseTo(anew, within(1e-9 * before));
      assertThat(rounds.cost() < last).isEqualTo(moves);
    }
    assertThat(rounds.migrations()).isPositive();
    assertThat(rounds.cost()).isLessThan(0.8 * before);
    assertThat(AllocationCheck.faults(Scene.CAPACITY, Scene.VMS, rounds.allocation().serverOf()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void round_everyPolicy_letsEachVmHoldTheTokenOnce(TokenPolicy policy) {
    TokenRounds rounds = rounds(Scene.traffic(5), 5, policy);
    for (int round = 1; round <= 3; round++) {
      List<Integer> holders = new ArrayList<>();
      do {
        rounds.step();
        holders.add(rounds.holder());
      } while (!rounds.ended());
      assertThat(rounds.number()).isEqualTo(round);
      assertThat(holders)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, Scene.VMS).boxed().toList());
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void round_untilNobodyMoves_staysSo(TokenPolicy policy) {
    TokenRounds rounds = rounds(Scene.traffic(6), 6, policy);
    Round last = rounds.round();
    while (last.migrations() > 0) {
      last = rounds.round();
      assertThat(last.number()).isLessThan(100);
    }
    assertThat(rounds.round().cost()).isEqualTo(last.cost());
  }

  @Test
  void holder_distributedPolicy_comesFromHighestLevelThatTheTokenTells() {
    // 0 talks to 3 across pods and to 2 within a rack; 1 to nobody.
    Layers layers = Layers.regular(2, 2, 2);
    TrafficGraph traffic =
        Scene.pairs(5, new double[] {0, 3, 1}, new double[] {0, 2, 9}, new double[] {1, 4, 1});
    Allocation full = Allocation.of(Capacity.slots(8, 1), new int[] {0, 2, 1, 7, 3});
    TokenRounds rounds =
        new TokenRounds(layers, traffic, full, Settings.paper(new HighestLevelFirst()));
    List<Integer> holders = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rounds.step();
      holders.add(rounds.holder());
    }
    // First round: 0 is first in order and tells of 3 and 2. Second round: by what all have told.
    assertThat(holders).containsExactly(0, 3, 2, 1, 4, 0, 3, 1, 2, 4);
  }

  @Test
  void holder_loadAwarePolicy_isAtOneLevelWhoTalksMore() {
    Layers layers = Layers.regular(2, 2, 2);
    TrafficGraph traffic =
        Scene.pairs(
            5, new double[] {0, 3, 10}, new double[] {1, 4, 10_000}, new double[] {1, 2, 1});
    Allocation full = Allocation.of(Capacity.slots(8, 1), new int[] {0, 1, 4, 7, 6});
    TokenRounds rounds = new TokenRounds(layers, traffic, full, Settings.paper(new LoadAware()));
    rounds.round();
    List<Integer> holders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rounds.step();
      holders.add(rounds.holder());
    }
    assertThat(holders).containsExactly(1, 4, 0, 3, 2);
  }

  @Test
  void step_migrationsThatCostMoreThanTheyBring_nobodyMoves() {
    TrafficGraph traffic = Scene.traffic(7);
    TokenRounds rounds =
        new TokenRounds(
            Scene.LAYERS,
            traffic,
            Scene.random(7),
            new Settings(
                new RoundRobin(),
                CandidateRule.LOWEST,
                LevelWeights.PAPER,
                MigrationPrice.constant(COST.total(traffic, Scene.random(7).serverOf())),
                0));
    assertThat(rounds.round().migrations()).isZero();
  }

  @Test
  void traffic_exchanged_costIsThatOfTheNew() {
    TokenRounds rounds = rounds(Scene.traffic(8), 8, new LoadAware());
    rounds.round();
    TrafficGraph next =
        TrafficGenerator.draw(TrafficModel.published().denser(3), Scene.VMS, 9).traffic();
    rounds.traffic(next);
    assertThat(rounds.cost()).isEqualTo(COST.total(next, rounds.allocation().serverOf()));
    rounds.round();
    assertThat(rounds.cost())
        .isCloseTo(COST.total(next, rounds.allocation().serverOf()), within(1e-9 * rounds.cost()));
    TrafficGraph ofOthers = Scene.pairs(2, new double[] {0, 1, 1});
    assertThatIllegalArgumentException().isThrownBy(() -> rounds.traffic(ofOthers));
  }

  private static Settings together(TokenPolicy policy, int vms) {
    return new Settings(
        policy,
        CandidateRule.FIRST_THAT_LOWERS,
        LevelWeights.PAPER,
        MigrationPrice.constant(0),
        0,
        vms);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void cost_afterEveryHoldInWhichGroupsMayGo_isWhatItIsComputedAnew(TokenPolicy policy) {
    TrafficGraph traffic = Scene.traffic(4);
    TokenRounds alone = rounds(traffic, 4, policy);
    TokenRounds rounds =
        new TokenRounds(Scene.LAYERS, traffic, Scene.random(4), together(policy, 4));
    double before = rounds.cost();
    long groups = 0;
    for (int hold = 0; hold < 12 * Scene.VMS; hold++) {
      alone.step();
      double last = rounds.cost();
      long migrations = rounds.migrations();
      boolean moves = rounds.step();
      double anew = COST.total(traffic, rounds.allocation().serverOf());
      assertThat(rounds.cost()).isCloseTo(anew, within(1e-9 * before));
      assertThat(rounds.cost() < last).isEqualTo(moves);
      groups += rounds.migrations() > migrations + 1 ? 1 : 0;
    }
    assertThat(groups).isPositive();
    assertThat(rounds.cost()).isLessThan(alone.cost());
    assertThat(AllocationCheck.faults(Scene.CAPACITY, Scene.VMS, rounds.allocation().serverOf()))
        .isEmpty();
  }

  /** {@code scenarios/placement.yaml}: where its VMs are, and what they send. */
  private static TokenRounds lab(TokenPolicy policy, int vms) {
    List<double[]> pairs = new ArrayList<>();
    for (int group = 0; group < 4; group++) {
      int first = 3 * group;
      pairs.add(new double[] {first, first + 1, 250_000});
      pairs.add(new double[] {first + 1, first + 2, 187_500});
      pairs.add(new double[] {first + 2, first, 125_000});
      for (int vm = first; vm < first + 3; vm++) {
        pairs.add(new double[] {vm, (vm + 3) % 12, 12_500});
      }
    }
    int[] serverOf = {0, 2, 4, 2, 4, 0, 5, 1, 3, 1, 3, 5};
    return new TokenRounds(
        Layers.regular(2, 3),
        Scene.pairs(12, pairs.toArray(double[][]::new)),
        Allocation.of(Capacity.slots(6, 3), serverOf),
        together(policy, vms));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void round_groupsThatTalkALittle_endInOneRackWhenTheyMayGoTogether(TokenPolicy policy) {
    TokenRounds alone = lab(policy, 1);
    TokenRounds groups = lab(policy, 3);
    for (int round = 0; round < 6; round++) {
      alone.round();
      groups.round();
    }
    double optimum = 707_742;
    assertThat(alone.cost()).isGreaterThan(optimum);
    assertThat(groups.cost()).isBetween(optimum, 1.1 * optimum);
  }
}
