package dev.drover.decide.prediction;

import static dev.drover.decide.testing.Some.mbit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.link.WorkloadDemand;
import dev.drover.decide.reservation.BandwidthSharing;
import dev.drover.decide.reservation.FairSharing;
import dev.drover.decide.reservation.ReservationSettings;
import dev.drover.decide.reservation.ReservedSharing;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrationModelTest {
  private static final BandwidthSharing RESERVED =
      new ReservedSharing(ReservationSettings.defaults());
  private static final WorkloadDemand NONE = WorkloadDemand.NONE;

  private final MigrationModel reserved = new MigrationModel(ModelConstants.defaults(), RESERVED);
  private final MigrationModel fair =
      new MigrationModel(ModelConstants.defaults(), new FairSharing());

  /** Measured in the lab: about 5 s and 110 to 120 MB. */
  @ParameterizedTest
  @EnumSource(Technique.class)
  void idleGuest_onIdleLink_takesAsLongAsMeasured(Technique technique) {
    Forecast forecast = reserved.forecast(idleGuest(Priority.MEDIUM, NONE, NONE), technique);
    assertThat(forecast.totalTime()).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500));
    assertThat(forecast.traffic()).isBetween(Bytes.of(115_000_000), Bytes.of(130_000_000));
    assertThat(forecast.downtime()).isLessThan(Duration.ofMillis(500));
    assertThat(forecast.workloadLoss()).isEqualTo(Bytes.ZERO);
    assertThat(forecast.converges()).isTrue();
  }

  /** Measured in the lab beside a sender of 190 Mbit/s: 10.7 s, and the sender falls to 90. */
  @Test
  void preCopy_besideASender_takesAsLongAsMeasured() {
    Forecast forecast =
        fair.forecast(idleGuest(Priority.MEDIUM, demand(190), NONE), Technique.PRE_COPY);
    assertThat(forecast.totalTime()).isBetween(Duration.ofMillis(9000), Duration.ofMillis(11500));
    double lostRate =
        forecast.workloadLoss().count() * 8.0 / forecast.totalTime().toMillis() / 1000;
    assertThat(lostRate).isBetween(80.0, 105.0);
  }

  @Test
  void outgoingVm_inPostCopy_doesNotCompeteWithItsMigration() {
    Forecast pre = reserved.forecast(busyVm(Priority.LOW, 150, 0), Technique.PRE_COPY);
    Forecast post = reserved.forecast(busyVm(Priority.LOW, 150, 0), Technique.POST_COPY);
    assertThat(pre.totalTime()).isGreaterThan(post.totalTime().multipliedBy(3));
    assertThat(post.rate()).isGreaterThan(mbit(190));
  }

  @Test
  void incomingVm_inPreCopy_doesNotCompeteWithItsMigration() {
    Forecast pre = reserved.forecast(busyVm(Priority.LOW, 0, 150), Technique.PRE_COPY);
    Forecast post = reserved.forecast(busyVm(Priority.LOW, 0, 150), Technique.POST_COPY);
    assertThat(post.totalTime()).isGreaterThan(pre.totalTime().multipliedBy(3));
  }

  @Test
  void hybrid_mixesBothPhases() {
    Forecast pre = reserved.forecast(busyVm(Priority.LOW, 0, 150), Technique.PRE_COPY);
    Forecast hybrid = reserved.forecast(busyVm(Priority.LOW, 0, 150), Technique.HYBRID);
    Forecast post = reserved.forecast(busyVm(Priority.LOW, 0, 150), Technique.POST_COPY);
    assertThat(hybrid.totalTime()).isBetween(pre.totalTime(), post.totalTime());
    assertThat(hybrid.split()).isBetween(Duration.ZERO, post.split());
    assertThat(pre.split()).isZero();
  }

  @Test
  void writer_fasterThanTheLink_doesNotConvergeAndIsBounded() {
    MigrationCase writer =
        with(
            idleGuest(Priority.HIGH, NONE, NONE),
            DirtyRate.ofBytesPerSecond(100_000_000),
            Bytes.ofMebibytes(64));
    Forecast forecast = reserved.forecast(writer, Technique.PRE_COPY);
    assertThat(forecast.converges()).isFalse();
    assertThat(forecast.rounds()).isEqualTo(ModelConstants.defaults().maxRounds());
    assertThat(forecast.totalTime()).isLessThan(Duration.ofMinutes(3));
    assertThat(forecast.downtime()).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void writer_whoseWorkingSetFitsTheDowntimeLimit_convergesHoweverFast() {
    MigrationCase writer =
        with(
            idleGuest(Priority.HIGH, NONE, NONE),
            DirtyRate.ofBytesPerSecond(1_000_000_000),
            Bytes.ofMebibytes(2));
    assertThat(reserved.forecast(writer, Technique.PRE_COPY).converges()).isTrue();
  }

  @Test
  void lowPriority_onASaturatedLink_losesNextToNothingAndEnds() {
    Forecast forecast =
        reserved.forecast(idleGuest(Priority.LOW, demand(200), NONE), Technique.PRE_COPY);
    double lost =
        (double) forecast.workloadLoss().count() / mbit(200).in(forecast.totalTime()).count();
    assertThat(lost).isLessThan(0.05);
    assertThat(forecast.totalTime()).isLessThan(Duration.ofMinutes(10));
  }

  @Test
  void highPriority_isFasterAndLosesMoreThanLow() {
    MigrationCase high = idleGuest(Priority.HIGH, demand(150), NONE);
    MigrationCase low = idleGuest(Priority.LOW, demand(150), NONE);
    Forecast fast = reserved.forecast(high, Technique.PRE_COPY);
    Forecast gentle = reserved.forecast(low, Technique.PRE_COPY);
    assertThat(fast.totalTime()).isLessThan(gentle.totalTime());
    assertThat(fast.workloadLoss()).isGreaterThan(gentle.workloadLoss());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void forecasts_moveTheRightWay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      MigrationCase one = random(random);
      String label = "seed " + seed + ": " + one;
      DirtyRate more =
          DirtyRate.ofBytesPerSecond(
              one.dirtyRate().bytesPerSecond() + random.nextLong(10_000_000));
      MigrationCase dirtier = with(one, more, one.workingSet());
      MigrationCase larger =
          with(one, one.dirtyRate(), one.workingSet().plus(Bytes.ofMebibytes(8)));
      for (MigrationModel model : List.of(reserved, fair)) {
        for (Technique technique : Technique.values()) {
          Forecast forecast = model.forecast(one, technique);
          assertThat(model.forecast(dirtier, technique).totalTime())
              .as("dirtier, %s, %s", technique, label)
              .isGreaterThanOrEqualTo(forecast.totalTime());
          assertThat(model.forecast(larger, technique).traffic())
              .as("larger working set, %s, %s", technique, label)
              .isGreaterThanOrEqualTo(forecast.traffic());
          assertThat(forecast.downtime())
              .as(label)
              .isLessThan(forecast.totalTime().plus(ModelConstants.defaults().answerInPostCopy()));
          assertThat(forecast.traffic()).as(label).isGreaterThanOrEqualTo(one.resident());
          assertThat(forecast.rate())
              .as("%s, %s", technique, label)
              .isLessThanOrEqualTo(one.pathCapacity().plus(BitRate.ofBitsPerSecond(1000)));
        }
      }
    }
  }

  @Test
  void sharing_slowsEachMigrationByTheirNumber() {
    MigrationCase alone = idleGuest(Priority.HIGH, NONE, NONE);
    MigrationCase fourth = sharing(alone, 4);
    double ratio =
        (double) reserved.forecast(fourth, Technique.POST_COPY).totalTime().toMillis()
            / reserved.forecast(alone, Technique.POST_COPY).totalTime().toMillis();
    assertThat(ratio).isBetween(3.5, 4.0);
  }

  private static MigrationCase idleGuest(
      Priority priority, WorkloadDemand atSource, WorkloadDemand atDestination) {
    return new MigrationCase(
        priority,
        Bytes.of(115_000_000),
        DirtyRate.ofBytesPerSecond(200_000),
        Bytes.ofMebibytes(4),
        NONE,
        NONE,
        new LinkLoad(TrafficClass.OUTGOING, mbit(200), atSource),
        new LinkLoad(TrafficClass.OUTGOING, mbit(200), atDestination),
        1,
        1);
  }

  private static MigrationCase busyVm(Priority priority, long out, long in) {
    MigrationCase idle = idleGuest(priority, NONE, NONE);
    return new MigrationCase(
        priority,
        idle.resident(),
        idle.dirtyRate(),
        idle.workingSet(),
        demand(out),
        demand(in),
        idle.sourceEgress(),
        idle.destinationIngress(),
        1,
        1);
  }

  private static MigrationCase with(MigrationCase one, DirtyRate dirtyRate, Bytes workingSet) {
    return new MigrationCase(
        one.priority(),
        one.resident(),
        dirtyRate,
        workingSet,
        one.outgoing(),
        one.incoming(),
        one.sourceEgress(),
        one.destinationIngress(),
        one.sharingSource(),
        one.sharingDestination());
  }

  private static MigrationCase sharing(MigrationCase one, int migrations) {
    return new MigrationCase(
        one.priority(),
        one.resident(),
        one.dirtyRate(),
        one.workingSet(),
        one.outgoing(),
        one.incoming(),
        one.sourceEgress(),
        one.destinationIngress(),
        migrations,
        migrations);
  }

  private static MigrationCase random(SplittableRandom random) {
    List<Priority> priorities = List.of(Priority.values());
    return new MigrationCase(
        priorities.get(random.nextInt(3)),
        Bytes.ofMebibytes(random.nextLong(1, 4096)),
        DirtyRate.ofBytesPerSecond(random.nextLong(1L << random.nextInt(1, 30))),
        Bytes.ofMebibytes(random.nextLong(1024)),
        demand(random.nextLong(200)),
        demand(random.nextLong(200)),
        new LinkLoad(
            TrafficClass.OUTGOING, mbit(random.nextLong(50, 1000)), demand(random.nextLong(300))),
        new LinkLoad(
            TrafficClass.OUTGOING, mbit(random.nextLong(50, 1000)), demand(random.nextLong(300))),
        random.nextInt(1, 5),
        random.nextInt(1, 5));
  }

  private static WorkloadDemand demand(long megabits) {
    return megabits == 0
        ? NONE
        : new WorkloadDemand(mbit(megabits), BitRate.ZERO, mbit(megabits), 1);
  }
}
