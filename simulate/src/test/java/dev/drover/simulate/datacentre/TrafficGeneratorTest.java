package dev.drover.simulate.datacentre;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The published shapes, on 1,500 servers of one VM each in racks of 20 as in IMC'09. */
final class TrafficGeneratorTest {
  private static final Layers LAYERS = Layers.regular(20, 15, 5);
  private static final Capacity CAPACITY = Capacity.slots(LAYERS.servers(), 1);
  private static final int VMS = 1_350;
  private static final Tenants TENANTS = TrafficGenerator.draw(TrafficModel.published(), VMS, 1);
  private static final TrafficGraph TRAFFIC = TENANTS.traffic();
  private static final int[] SERVER_OF =
      TENANTS.atHome(LAYERS, CAPACITY, new SplittableRandom(1)).serverOf();

  private static int[] sorted(IntUnaryOperator ofVm) {
    return IntStream.range(0, VMS).map(ofVm).sorted().toArray();
  }

  private static int peers(int vm, int least, int most) {
    int count = 0;
    for (int i = TRAFFIC.from(vm); i < TRAFFIC.to(vm); i++) {
      int level = LAYERS.level(SERVER_OF[vm], SERVER_OF[TRAFFIC.peer(i)]);
      count += level >= least && level <= most ? 1 : 0;
    }
    return count;
  }

  @Test
  void correspondents_median_isTwoInTheRackAndFourOutside() {
    assertThat(sorted(vm -> peers(vm, 1, 1))[VMS / 2]).isBetween(1, 3);
    assertThat(sorted(vm -> peers(vm, 2, 3))[VMS / 2]).isBetween(3, 5);
  }

  @Test
  void correspondents_busyVms_areUpToATenthOfAllOutside() {
    int[] outside = sorted(vm -> peers(vm, 2, 3));
    assertThat(outside[VMS - 1]).isBetween(VMS / 100, VMS / 10);
    int[] all = sorted(vm -> peers(vm, 0, 3));
    assertThat(all[VMS - 1]).isBetween(50, 100);
    assertThat(Arrays.stream(all).average().orElseThrow()).isCloseTo(10, within(1.5));
  }

  private static double[] rates(int[] serverOf) {
    return new CommunicationCost(LAYERS, LevelWeights.PAPER).rates(TRAFFIC, serverOf);
  }

  @Test
  void scattered_tenants_talkInTheirRacksAsAtHomeAndFartherOutside() {
    double[] home = rates(SERVER_OF);
    double[] far = rates(TENANTS.scattered(LAYERS, CAPACITY, new SplittableRandom(1)).serverOf());
    assertThat(far[1] / home[1]).isBetween(0.7, 1.4);
    assertThat(far[3]).isGreaterThan(1.3 * home[3]);
  }

  @Test
  void matrixOfRacks_atHome_isSparseWithFewHeavyPairs() {
    int racks = LAYERS.servers() / 20;
    double[] between = new double[racks * racks];
    for (int vm = 0; vm < VMS; vm++) {
      for (int i = TRAFFIC.from(vm); i < TRAFFIC.to(vm); i++) {
        int one = SERVER_OF[vm] / 20;
        int other = SERVER_OF[TRAFFIC.peer(i)] / 20;
        if (one < other) {
          between[one * racks + other] += TRAFFIC.rate(i);
        }
      }
    }
    double[] ordered = DoubleStream.of(between).sorted().toArray();
    int pairs = racks * (racks - 1) / 2;
    double total = DoubleStream.of(between).sum();
    long some = DoubleStream.of(between).filter(rate -> rate > 0).count();
    assertThat((double) some / pairs).isLessThan(0.5);
    double heaviest = 0;
    for (int i = 0; i < pairs / 50; i++) {
      heaviest += ordered[ordered.length - 1 - i];
    }
    assertThat(heaviest / total).as("what 2 %% of the pairs carry").isGreaterThan(0.5);
  }

  @Test
  void rates_pairs_areHeavyTailed() {
    double[] rates = new double[TRAFFIC.places()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = TRAFFIC.rate(i);
    }
    Arrays.sort(rates);
    double top = 0;
    for (int i = rates.length * 9 / 10; i < rates.length; i++) {
      top += rates[i];
    }
    assertThat(top / DoubleStream.of(rates).sum()).isGreaterThan(0.5);
  }

  @Test
  void tenants_published_areEveryVmOnceAndOfVeryDifferentSizes() {
    int[] all =
        IntStream.range(0, TENANTS.count())
            .flatMap(tenant -> IntStream.of(TENANTS.vms(tenant)))
            .sorted()
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, VMS).toArray());
    Tenants many = TrafficGenerator.draw(TrafficModel.published(), 100_000, 2);
    int[] sizes = IntStream.range(0, many.count()).map(i -> many.vms(i).length).sorted().toArray();
    assertThat(sizes[sizes.length / 2]).isBetween(15, 25);
    assertThat(sizes[sizes.length - 1]).isBetween(500, 1_000);
  }

  @Test
  void draw_sameSeed_isTheSame() {
    CommunicationCost cost = new CommunicationCost(LAYERS, LevelWeights.PAPER);
    double first = cost.total(TRAFFIC, SERVER_OF);
    TrafficGraph again = TrafficGenerator.draw(TrafficModel.published(), VMS, 1).traffic();
    TrafficGraph other = TrafficGenerator.draw(TrafficModel.published(), VMS, 2).traffic();
    assertThat(cost.total(again, SERVER_OF)).isEqualTo(first);
    assertThat(cost.total(other, SERVER_OF)).isNotEqualTo(first);
  }

  @Test
  void denser_fiveTimes_hasFiveTimesThePairs() {
    TrafficGraph dense =
        TrafficGenerator.draw(TrafficModel.published().denser(5), VMS, 1).traffic();
    assertThat((double) dense.places() / TRAFFIC.places()).isCloseTo(5, within(0.3));
  }
}
