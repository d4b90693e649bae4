package dev.drover.simulate.datacentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.communication.TrafficGraph;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FlowDynamicsTest {
  private static double total(TrafficGraph graph) {
    return IntStream.range(0, graph.vms()).mapToDouble(graph::load).sum();
  }

  @Test
  void next_manyWindows_averageToTheGraph() {
    TrafficGraph base = TrafficGenerator.draw(TrafficModel.published(), 2_000, 1).traffic();
    FlowDynamics flows = new FlowDynamics(base, 10, 0.4, 0, 1);
    double sum = 0;
    int windows = 200;
    for (int i = 0; i < windows; i++) {
      TrafficGraph next = flows.next();
      assertThat(next.places()).isLessThan(base.places());
      sum += total(next);
    }
    assertThat(sum / windows / total(base)).isCloseTo(1, within(0.05));
  }

  @Test
  void next_windowOfTenSeconds_differsFromTheNext() {
    TrafficGraph base = Scene.traffic(2);
    FlowDynamics flows = new FlowDynamics(base, 10, 0.4, 0.01, 2);
    FlowDynamics same = new FlowDynamics(base, 10, 0.4, 0.01, 2);
    double first = total(flows.next());
    double second = total(flows.next());
    assertThat(first).isNotEqualTo(second).isEqualTo(total(same.next()));
  }

  @Test
  void next_alwaysActiveAndNobodyChanges_isTheGraph() {
    TrafficGraph base = Scene.traffic(3);
    TrafficGraph next = new FlowDynamics(base, 10, 1, 0, 3).next();
    assertThat(next.places()).isEqualTo(base.places());
    assertThat(total(next)).isCloseTo(total(base), within(1e-3 * total(base)));
  }

  @Test
  void next_partnersChange_numberOfPairsStays() {
    TrafficGraph base = Scene.traffic(4);
    FlowDynamics flows = new FlowDynamics(base, 10, 1, 0.1, 4);
    for (int i = 0; i < 20; i++) {
      assertThat(flows.next().places()).isEqualTo(base.places());
    }
  }

  @Test
  void average_windowOfTwo_isTheMeanOfTheLastTwo() {
    TrafficAverage average = new TrafficAverage(2);
    average.add(Scene.pairs(3, new double[] {0, 1, 1_000}));
    average.add(Scene.pairs(3, new double[] {0, 1, 4}));
    TrafficGraph mean = average.add(Scene.pairs(3, new double[] {0, 1, 2}, new double[] {1, 2, 6}));
    assertThat(mean.places()).isEqualTo(4);
    assertThat(mean.load(0)).isEqualTo(3);
    assertThat(mean.load(1)).isEqualTo(6);
    assertThat(mean.load(2)).isEqualTo(3);
  }
}
