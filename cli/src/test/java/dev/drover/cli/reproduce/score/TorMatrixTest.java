package dev.drover.cli.reproduce.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.TrafficGraph;
import org.junit.jupiter.api.Test;

final class TorMatrixTest {
  /** Two servers in a rack, two racks in a group, two groups: racks 0 and 1 are one group. */
  private static final Layers LAYERS = Layers.regular(2, 2, 2);

  /** A VM on each server, numbered as the servers are. */
  private static final int[] SERVER_OF = {0, 1, 2, 3, 4, 5, 6, 7};

  private static TorMatrix matrix() {
    TrafficGraph traffic =
        new TrafficGraph.Builder(8)
            .add(0, 1, 1_000) // in rack 0
            .add(0, 2, 5) // racks 0 and 1, twice
            .add(1, 3, 75)
            .add(7, 0, 15) // racks 3 and 0
            .add(4, 3, 5) // racks 2 and 1
            .build();
    return TorMatrix.of(LAYERS, 4, traffic, SERVER_OF);
  }

  @Test
  void rate_ofTwoTors_sumsPairsAndLeavesOutWhatStaysInARack() {
    TorMatrix matrix = matrix();
    assertThat(matrix.rate(0, 1)).isEqualTo(80);
    assertThat(matrix.rate(1, 0)).isEqualTo(80);
    assertThat(matrix.rate(0, 3)).isEqualTo(15);
    assertThat(matrix.rate(0, 0)).isZero();
    assertThat(matrix.rate(2, 3)).isZero();
    assertThat(matrix.pairs()).isEqualTo(6);
    assertThat(matrix.total()).isEqualTo(100);
    assertThat(matrix.most()).isEqualTo(80);
  }

  @Test
  void carrying_aPartOfTheTraffic_countsBusiestPairsFirst() {
    assertThat(matrix().carrying(0.8)).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(matrix().carrying(0.9)).isCloseTo(2 / 6.0, within(1e-12));
    assertThat(matrix().carrying(1)).isCloseTo(3 / 6.0, within(1e-12));
  }

  @Test
  void above_aThreshold_tellsHotSpotsAndTheirMeanLevel() {
    assertThat(matrix().above(10)).isEqualTo(new TorMatrix.HotSpots(2, 2.5, 95));
    assertThat(matrix().above(15)).isEqualTo(new TorMatrix.HotSpots(1, 2, 80));
    assertThat(matrix().above(80)).isEqualTo(new TorMatrix.HotSpots(0, 0, 0));
  }

  @Test
  void partsOf_aWholeThatIsLess_endAtOne() {
    double[][] parts = matrix().partsOf(20);
    assertThat(parts[0][1]).isEqualTo(1);
    assertThat(parts[3][0]).isEqualTo(0.75);
  }

  @Test
  void matrix_noTrafficBetweenRacks_hasNothingToCarry() {
    TrafficGraph traffic = new TrafficGraph.Builder(2).add(0, 1, 1).build();
    TorMatrix matrix = TorMatrix.of(LAYERS, 4, traffic, new int[] {6, 7});
    assertThat(matrix.total()).isZero();
    assertThat(matrix.carrying(0.9)).isZero();
  }
}
