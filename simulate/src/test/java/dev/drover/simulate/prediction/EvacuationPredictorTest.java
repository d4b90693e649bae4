package dev.drover.simulate.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.drover.decide.prediction.LiuPrediction.Convergence;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.HostObservation;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Sla;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.evacuation.WorldFigures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A VM with 119 MB resident, 20.5 MB of them zeros, at 200 Mbit/s: 23.86 MB/s of pages. */
final class EvacuationPredictorTest {
  private static final Duration LIMIT = Duration.ofMillis(300);

  @Test
  void predict_guestThatWritesNothing_isItsDataOverTheRate() {
    PredictedPreCopy predicted = predict(0);

    assertThat(predicted.given().memory()).isEqualTo(Bytes.of(98_500_000));
    assertThat((double) predicted.given().threshold().count())
        .isCloseTo(7.159e6, withinPercentage(0.1));
    assertThat(predicted.model().liveRounds()).isEqualTo(1);
    // 4.128 s, then 64 KiB of devices, and 85 ms before and after.
    assertThat(seconds(predicted.totalTime())).isCloseTo(4.215, within(0.002));
    assertThat(seconds(predicted.model().downtime())).isCloseTo(0.0027, within(0.0001));
    // 24,048 pages with headers, and the devices.
    assertThat((double) predicted.traffic().count()).isCloseTo(98.758e6, within(5e3));
  }

  /** λ = 0.1: 98.5 and 9.85 MB while it runs, and 0.985 MB, which take 41 ms, when it stands. */
  @Test
  void predict_guestThatWrites_sendsAGeometricSeries() {
    PredictedPreCopy predicted = predict(2_386_000);

    assertThat(predicted.model().lambda()).isCloseTo(0.1, within(0.0005));
    assertThat(predicted.model().liveRounds()).isEqualTo(2);
    assertThat(predicted.model().convergence()).isEqualTo(new Convergence.Converges());
    assertThat((double) predicted.model().traffic().count())
        .isCloseTo(109.3e6, withinPercentage(0.2));
    assertThat(seconds(predicted.model().downtime())).isCloseTo(0.044, within(0.001));
  }

  @Test
  void predict_dirtiedFasterThanSent_doesNotConverge() {
    PredictedPreCopy predicted = predict(30_000_000);

    assertThat(predicted.model().convergence())
        .isInstanceOfSatisfying(
            Convergence.DoesNotConverge.class, no -> assertThat(no.reason()).contains("λ = 1.26"));
  }

  @Test
  void predict_planWithOtherTechniques_hasThePreCopiesOnlyInItsOrder() {
    EvacuationPlan plan =
        plan(
            planned("d", Technique.PRE_COPY),
            planned("b", Technique.HYBRID),
            planned("c", Technique.POST_COPY),
            planned("a", Technique.PRE_COPY));

    assertThat(predictor().predict(cluster(0, "a", "b", "c", "d"), plan, LIMIT))
        .extracting(each -> each.planned().vm())
        .containsExactly("d", "a");
  }

  private static PredictedPreCopy predict(long dirtyRate) {
    return predictor()
        .predict(cluster(dirtyRate, "vm"), plan(planned("vm", Technique.PRE_COPY)), LIMIT)
        .getFirst();
  }

  private static EvacuationPredictor predictor() {
    return new EvacuationPredictor(WorldFigures.measured(), 1448 / 1514.0);
  }

  private static Cluster cluster(long dirtyRate, String... vms) {
    return new Cluster(
        List.of(host("h1"), host("h2")),
        List.of(vms).stream()
            .map(vm ->
                new VmObservation(
                    vm,
                    "h1",
                    Bytes.ofMebibytes(256),
                    Bytes.of(119_000_000),
                    Priority.MEDIUM,
                    new Sla(BitRate.ZERO, BitRate.ZERO),
                    Traffic.NONE,
                    DirtyRate.ofBytesPerSecond(dirtyRate),
                    Bytes.ofMebibytes(8),
                    Optional.empty()))
            .toList());
  }

  private static HostObservation host(String name) {
    return new HostObservation(
        name,
        Bytes.ofMebibytes(4096),
        Bytes.ofMebibytes(2048),
        BitRate.ofMegabitsPerSecond(200),
        Traffic.NONE,
        Traffic.NONE);
  }

  private static EvacuationPlan plan(PlannedMigration... migrations) {
    return new EvacuationPlan("h1", "qemu-serial", List.of(migrations));
  }

  private static PlannedMigration planned(String vm, Technique technique) {
    return new PlannedMigration(
        vm,
        "h1",
        "h2",
        Priority.MEDIUM,
        TrafficClass.IDLE,
        technique,
        Strategy.SERIAL,
        1,
        BitRate.ofMegabitsPerSecond(200),
        new PlannedMigration.Prediction(
            Duration.ofSeconds(5), Duration.ofMillis(300), Bytes.of(119_000_000), Bytes.ZERO),
        "");
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
