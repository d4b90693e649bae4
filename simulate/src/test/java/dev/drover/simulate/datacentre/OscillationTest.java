package dev.drover.simulate.datacentre;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.communication.CandidateRule;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.MigrationPrice;
import dev.drover.decide.communication.RoundRobin;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import org.junit.jupiter.api.Test;

/**
 * One VM talks to two others, in different pods, by turns from round to round. Those two are held
 * where they are by partners of their own.
 */
final class OscillationTest {
  private static final Layers LAYERS = Layers.regular(2, 2, 2);
  private static final int ROUNDS = 24;

  private static TrafficGraph traffic(int round) {
    double toFirst = round % 2 == 0 ? 100 : 1;
    return Scene.pairs(
        5,
        new double[] {0, 1, toFirst},
        new double[] {0, 2, 101 - toFirst},
        new double[] {1, 3, 1e6},
        new double[] {2, 4, 1e6});
  }

  private static long migrations(int window, int minimumStay, MigrationPrice price) {
    Allocation allocation = Allocation.of(Capacity.slots(8, 4), new int[] {0, 0, 7, 0, 7});
    TrafficAverage average = new TrafficAverage(window);
    TokenRounds rounds =
        new TokenRounds(
            LAYERS,
            average.add(traffic(0)),
            allocation,
            new Settings(
                new RoundRobin(),
                CandidateRule.FIRST_THAT_LOWERS,
                LevelWeights.PAPER,
                price,
                minimumStay));
    for (int round = 0; round < ROUNDS; round++) {
      if (round > 0) {
        rounds.traffic(average.add(traffic(round)));
      }
      rounds.round();
    }
    return rounds.migrations();
  }

  private static final MigrationPrice FREE = MigrationPrice.constant(0);

  @Test
  void alternatingPartners_undamped_vmGoesToAndFroInEveryRound() {
    assertThat(migrations(1, 0, FREE)).isEqualTo(ROUNDS - 1);
  }

  @Test
  void alternatingPartners_averagedOverBoth_vmMovesOnceAtMost() {
    assertThat(migrations(2, 0, FREE)).isLessThanOrEqualTo(1);
    assertThat(migrations(8, 0, FREE)).isLessThanOrEqualTo(1);
  }

  @Test
  void alternatingPartners_minimumStay_vmMovesOnceInThatManyRounds() {
    assertThat(migrations(1, 6, FREE)).isEqualTo(4);
    assertThat(migrations(1, ROUNDS, FREE)).isEqualTo(1);
  }

  @Test
  void alternatingPartners_migrationDearerThanGain_vmStays() {
    assertThat(migrations(1, 0, MigrationPrice.constant(1e5))).isZero();
  }
}
