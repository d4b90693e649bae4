package dev.drover.cli.reproduce.scorelab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.drover.cli.placement.PlacementJson.Pair;
import dev.drover.cli.placement.PlacementJson.Vm;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.lab.file.LabFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabProblemTest {
  private static final LabFile FILE = LabFile.read(Path.of("../scenarios/placement.yaml"));
  private static final LabProblem PROBLEM = new LabProblem(FILE);

  private static int[] start() {
    int[] home = PROBLEM.home();
    assertThat(home)
        .isEqualTo(
            PROBLEM.serverOf(
                FILE.vms().stream().map(vm -> new Vm(vm.name(), "", vm.host())).toList()));
    return home;
  }

  private static int[] moved(String... vmsAndHosts) {
    int[] serverOf = start();
    for (int i = 0; i < vmsAndHosts.length; i += 2) {
      PROBLEM.move(serverOf, vmsAndHosts[i], vmsAndHosts[i + 1]);
    }
    return serverOf;
  }

  /** Every group on a host, the groups' ring within two racks: 12 pairs of 12.5 kB/s cost. */
  @Test
  void optimum_ofTheShippedLab_hasEveryGroupOnAHost() {
    double least = PROBLEM.optimum(PROBLEM.nominal(), start());
    double expected = 2 * 12_500 * 6 * (LevelWeights.PAPER.sum(1) + LevelWeights.PAPER.sum(2));
    assertThat(least).isCloseTo(expected, within(1.0));
    int[] grouped =
        moved(
            "a2", "h1", "a3", "h1", "b1", "h2", "b2", "h2", "b3", "h2", "c1", "h3", "c2", "h3",
            "c3", "h3", "d1", "h4", "d2", "h4", "d3", "h4");
    assertThat(PROBLEM.cost(PROBLEM.nominal(), grouped)).isCloseTo(least, within(1.0));
    assertThat(PROBLEM.betterMoves(PROBLEM.nominal(), grouped)).isZero();
    assertThat(PROBLEM.betterExchanges(PROBLEM.nominal(), grouped)).isZero();
    assertThat(PROBLEM.betterTogether(PROBLEM.nominal(), grouped)).isZero();
  }

  @Test
  void start_ofTheShippedLab_hasAllTrafficBetweenRacks() {
    TrafficGraph nominal = PROBLEM.nominal();
    // Four groups with 2, 1.5 and 1 Mbit/s; of the pairs between groups half are on one host.
    assertThat(PROBLEM.betweenRacks(nominal, start()))
        .isGreaterThanOrEqualTo(4 * 4.5e6 / 8)
        .isLessThan(4 * 4.8e6 / 8);
    assertThat(PROBLEM.betterMoves(nominal, start())).isPositive();
    assertThat(PROBLEM.cost(nominal, start())).isGreaterThan(5 * PROBLEM.optimum(nominal, start()));
  }

  /** Every group is on a host of its own, and the wrong two groups share a rack. */
  @Test
  void groupsInTheWrongRacks_couldOnlyMoveAsAWhole() {
    int[] stuck =
        moved(
            "a1", "h5", "a2", "h5", "a3", "h5", "b1", "h3", "b2", "h3", "b3", "h3", "c1", "h2",
            "c2", "h2", "c3", "h2", "d1", "h6", "d2", "h6", "d3", "h6");
    TrafficGraph nominal = PROBLEM.nominal();
    assertThat(PROBLEM.cost(nominal, stuck) / PROBLEM.optimum(nominal, start()))
        .isBetween(1.25, 1.35);
    assertThat(PROBLEM.betterMoves(nominal, stuck)).isZero();
    assertThat(PROBLEM.betterExchanges(nominal, stuck)).isZero();
    assertThat(PROBLEM.betterTogether(nominal, stuck)).isPositive();
  }

  @Test
  void serverOf_aVmIsMissing_isRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> PROBLEM.serverOf(List.of(new Vm("a1", "", "h1"))))
        .withMessageContaining("1 of 12 VMs");
  }

  @Test
  void traffic_asMeasured_isThatOfThePairsNamed() {
    TrafficGraph traffic = PROBLEM.traffic(List.of(new Pair("a1", "d3", 2, 700)));
    assertThat(traffic.load(0)).isEqualTo(700);
    assertThat(traffic.load(11)).isEqualTo(700);
    assertThat(traffic.places()).isEqualTo(2);
  }
}
