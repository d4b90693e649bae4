package dev.drover.decide.reservation;

import static dev.drover.decide.testing.Some.mbit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.link.LinkLoad;
import dev.drover.decide.link.WorkloadDemand;
import dev.drover.model.Priority;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BandwidthSharingTest {
  private final BandwidthSharing fair = new FairSharing();
  private final BandwidthSharing reserved = new ReservedSharing(ReservationSettings.defaults());

  @Test
  void fairSharing_dividesASaturatedLinkByFlows() {
    assertThat(fair.migrationRate(link(200, 0, 1), Priority.LOW, 1)).isEqualTo(mbit(100));
    assertThat(fair.migrationRate(link(200, 0, 1), Priority.LOW, 3)).isEqualTo(mbit(150));
    assertThat(fair.migrationRate(link(200, 0, 3), Priority.HIGH, 1)).isEqualTo(mbit(50));
  }

  @Test
  void fairSharing_givesMigrationWhatIsFree() {
    assertThat(fair.migrationRate(link(30, 0, 3), Priority.LOW, 1)).isEqualTo(mbit(170));
  }

  @Test
  void reservedSharing_followsPriority() {
    LinkLoad saturated = link(200, 60, 1);
    assertThat(reserved.migrationRate(saturated, Priority.HIGH, 1)).isEqualTo(mbit(100));
    assertThat(reserved.migrationRate(saturated, Priority.MEDIUM, 1)).isEqualTo(mbit(4));
    assertThat(reserved.migrationRate(saturated, Priority.LOW, 1)).isEqualTo(mbit(4));
  }

  @Test
  void reservedSharing_isWorkConserving() {
    LinkLoad quiet = link(20, 120, 1);
    assertThat(reserved.migrationRate(quiet, Priority.HIGH, 1)).isEqualTo(mbit(180));
    assertThat(reserved.migrationRate(quiet, Priority.LOW, 1)).isEqualTo(mbit(180));
  }

  @Test
  void slowestPossibleLink_stillMoves() {
    LinkLoad link =
        new LinkLoad(TrafficClass.OUTGOING, BitRate.ofBitsPerSecond(1), WorkloadDemand.NONE);
    for (Priority priority : Priority.values()) {
      assertThat(reserved.migrationRate(link, priority, 1).bitsPerSecond()).isEqualTo(1);
    }
    assertThat(fair.migrationRate(link, Priority.LOW, 1).bitsPerSecond()).isEqualTo(1);
  }

  @Test
  void settings_outOfRange_nameTheField() {
    assertThatThrownBy(() ->
            new ReservationSettings(
                0, mbit(1), 0.1, 0.02, 0.04, 0.5, 0.6, 0.05, 0.5, Duration.ofSeconds(2)))
        .hasMessageContaining("floorFraction");
    assertThatThrownBy(() ->
            new ReservationSettings(
                0.02, mbit(1), 2, 0.02, 0.04, 0.5, 0.6, 0.05, 0.5, Duration.ofSeconds(2)))
        .hasMessageContaining("headroom");
    assertThatThrownBy(() ->
            new ReservationSettings(
                0.02, mbit(1), 0.1, -1, 0.04, 0.5, 0.6, 0.05, 0.5, Duration.ofSeconds(2)))
        .hasMessageContaining("headroomLeast");
    assertThatThrownBy(() ->
            new ReservationSettings(
                0.02, mbit(1), 0.1, 0.02, 0.04, 1.1, 0.6, 0.05, 0.5, Duration.ofSeconds(2)))
        .hasMessageContaining("enoughAtSource");
    assertThatThrownBy(() ->
            new ReservationSettings(
                0.02, mbit(1), 0.1, 0.02, 0.04, 0.5, 1.1, 0.05, 0.5, Duration.ofSeconds(2)))
        .hasMessageContaining("enoughAtDestination");
    assertThatThrownBy(() ->
            new ReservationSettings(
                0.02, mbit(1), 0.1, 0.02, 0.04, 0.5, 0.6, 0.05, 0.5, Duration.ofSeconds(-2)))
        .hasMessageContaining("arrivalHorizon");
  }

  private static LinkLoad link(long use, long lower, int flows) {
    return new LinkLoad(
        TrafficClass.OUTGOING,
        mbit(200),
        new WorkloadDemand(mbit(use), mbit(lower), mbit(200), flows));
  }
}
