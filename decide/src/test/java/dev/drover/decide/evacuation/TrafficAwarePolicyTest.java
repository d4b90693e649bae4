package dev.drover.decide.evacuation;

import static dev.drover.decide.testing.Some.NO_SLA;
import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.sla;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.testing.Some;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Reservation;
import dev.drover.model.Reservation.TenantShare;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.VmObservation;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TrafficAwarePolicyTest {
  private final EvacuationPolicy policy = EvacuationPolicies.named("traffic-aware");

  /** As the demo: a sender, a receiver, a mixed and an idle VM on h1; h2 receives, h3 is idle. */
  private final Cluster demo =
      new Cluster(
          List.of(
              host("h1", 0, traffic(80, 120)),
              host("h2", 4096, traffic(100, 2)),
              host("h3", 4096, traffic(0, 0))),
          List.of(
              vm("cache", "h1", Priority.MEDIUM, sla(10, 40), traffic(20, 20)),
              vm("idle", "h1", Priority.LOW, NO_SLA, traffic(0, 0)),
              vm("sink", "h1", Priority.HIGH, sla(30, 80), traffic(60, 1)),
              vm("source", "h1", Priority.LOW, sla(40, 100), traffic(2, 99))));

  @Test
  void priorities_goInOrder() {
    EvacuationPlan plan = feasible(policy.plan(demo, all()));
    assertThat(plan.migrations())
        .extracting(PlannedMigration::vm)
        .containsExactly("sink", "cache", "source", "idle");
    assertThat(plan.migrations()).extracting(PlannedMigration::priority).isSorted();
    assertThat(PlanChecker.check(demo, plan)).isEmpty();
  }

  @Test
  void inHaste_anUrgentMigrationGetsMoreThanByItsOwnPriority_andTenantsKeepTheirLowerLimits() {
    List<ActiveMigration> urgent = List.of(active("sink", Technique.PRE_COPY, false, mbit(0), 100));
    Reservation own = egress(policy.reserve(demo, urgent));
    Reservation hurried = egress(policy.inHaste().reserve(demo, urgent));
    assertThat(policy.inHaste().name()).isEqualTo(policy.name());
    assertThat(hurried.migration()).isGreaterThan(own.migration());
    assertThat(hurried.workload()).isGreaterThan(mbit(10 + 40));
  }

  private static Reservation egress(List<Reservation> reservations) {
    return reservations.stream()
        .filter(one -> one.host().equals("h1") && one.direction() == TrafficClass.OUTGOING)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void why_namesTechniqueStrategyAndDestination() {
    EvacuationPlan plan = feasible(policy.plan(demo, all()));
    assertThat(plan.migrations())
        .allSatisfy(migration ->
            assertThat(migration.why())
                .contains("→ " + migration.technique())
                .contains(migration.strategy() + ": ")
                .contains(migration.destination() + ": ")
                .doesNotContain("\n"));
  }

  @Test
  void highPriorityForAll_isOneGang() {
    EvacuationPlan plan =
        feasible(policy.plan(demo, PlanRequest.evacuate("h1", Optional.of(Priority.HIGH))));
    assertThat(plan.groups()).hasSize(1);
    assertThat(plan.migrations())
        .extracting(PlannedMigration::strategy)
        .containsOnly(Strategy.PARALLEL);
    assertThat(plan.migrations())
        .extracting(PlannedMigration::priority)
        .containsOnly(Priority.HIGH);
  }

  @Test
  void lowPriority_underContention_senderThatLeavesAtOnceGoesFirstThenTheOthersTogether() {
    Cluster loaded =
        new Cluster(
            List.of(host("h1", 0, traffic(60, 151)), host("h2", 4096, traffic(0, 40))),
            List.of(
                vm("a-idle", "h1", Priority.LOW, traffic(0, 0)),
                vm("b-idle", "h1", Priority.LOW, traffic(0, 0)),
                vm("sink", "h1", Priority.LOW, traffic(60, 1)),
                vm("source", "h1", Priority.LOW, traffic(2, 150))));
    EvacuationPlan plan = feasible(policy.plan(loaded, all()));
    PlannedMigration first = plan.migrations().getFirst();
    assertThat(first.vm()).isEqualTo("source");
    assertThat(first.technique()).isEqualTo(Technique.POST_COPY);
    // With the sender gone the egress is free: the paper's "low contention - parallel".
    assertThat(plan.groups().get(2)).hasSizeGreaterThan(1);
    long together =
        plan.migrations().stream()
            .filter(migration -> migration.group() == 2)
            .mapToLong(migration -> migration.rate().bitsPerSecond())
            .sum();
    assertThat(together).as("the sender used 150 of 200 Mbit/s").isGreaterThan(120_000_000);
  }

  @Test
  void lowPriority_underForeignContention_isSerial() {
    Cluster loaded =
        new Cluster(
            List.of(host("h1", 0, traffic(0, 150)), host("h2", 4096, traffic(0, 0))),
            List.of(
                vm("a", "h1", Priority.LOW, traffic(0, 0)),
                vm("b", "h1", Priority.LOW, traffic(0, 0))));
    EvacuationPlan plan = feasible(policy.plan(loaded, all()));
    assertThat(plan.groups()).hasSize(2);
    assertThat(plan.migrations())
        .extracting(PlannedMigration::strategy)
        .containsOnly(Strategy.SERIAL);
    assertThat(plan.migrations().getFirst().why())
        .contains("low priority, high contention (source egress 75%)");
  }

  @Test
  void emptyHost_hasAnEmptyPlan() {
    assertThat(
            feasible(policy.plan(demo, PlanRequest.evacuate("h3", Optional.empty()))).migrations())
        .isEmpty();
  }

  @Test
  void oneVm_isMovedAsAsked() {
    PlanRequest request = PlanRequest.migrate(demo, "sink", "h2", Optional.of(Technique.POST_COPY));
    EvacuationPlan plan = feasible(policy.plan(demo, request));
    assertThat(plan.migrations()).hasSize(1);
    assertThat(plan.migrations().getFirst().destination()).isEqualTo("h2");
    assertThat(plan.migrations().getFirst().technique()).isEqualTo(Technique.POST_COPY);
    assertThat(PlanChecker.check(demo, plan, request.vms())).isEmpty();
  }

  @Test
  void preCopyThatCannotConverge_isSaid() {
    VmObservation writer =
        Some.dirtying(
            vm("w", "h1", Priority.HIGH, traffic(0, 0)),
            DirtyRate.ofBytesPerSecond(90_000_000),
            Bytes.ofMebibytes(110));
    Cluster cluster =
        new Cluster(
            List.of(host("h1", 0, traffic(0, 0)), host("h2", 4096, traffic(0, 0))),
            List.of(writer));
    PlanRequest request = PlanRequest.migrate(cluster, "w", "h2", Optional.of(Technique.PRE_COPY));
    assertThat(feasible(policy.plan(cluster, request)).migrations().getFirst().why())
        .contains("not expected to converge");
  }

  @Test
  void unknownNames_areRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> policy.plan(demo, PlanRequest.evacuate("h9", Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no host h9; there are h1, h2, h3");
    assertThatThrownBy(() -> PlanRequest.migrate(demo, "nix", "h2", Optional.empty()))
        .hasMessage("there is no vm nix; there are cache, idle, sink, source");
    assertThatThrownBy(() -> PlanRequest.migrate(demo, "sink", "h9", Optional.empty()))
        .hasMessageContaining("there is no host h9");
    assertThatThrownBy(() -> PlanRequest.migrate(demo, "sink", "h1", Optional.empty()))
        .hasMessage("vm sink is on host h1 already");
  }

  @Test
  void reservation_ofAPostCopyVm_isKeptAtBothEndsUntilItMoved() {
    List<Reservation> starting =
        policy.reserve(demo, List.of(active("sink", Technique.POST_COPY, false, mbit(100), 50)));
    assertThat(tenants(starting, "h3", TrafficClass.INCOMING)).contains("sink");
    assertThat(tenants(starting, "h1", TrafficClass.OUTGOING)).contains("sink");
    List<Reservation> moved =
        policy.reserve(demo, List.of(active("sink", Technique.POST_COPY, true, mbit(100), 50)));
    assertThat(tenants(moved, "h1", TrafficClass.OUTGOING)).doesNotContain("sink");
  }

  @Test
  void reservation_ofAPreCopyVm_isKeptAtTheDestinationWhenItIsAboutToArrive() {
    List<Reservation> early =
        policy.reserve(demo, List.of(active("sink", Technique.PRE_COPY, false, mbit(100), 100)));
    assertThat(tenants(early, "h3", TrafficClass.INCOMING)).isEmpty();
    List<Reservation> late =
        policy.reserve(demo, List.of(active("sink", Technique.PRE_COPY, false, mbit(100), 20)));
    assertThat(tenants(late, "h3", TrafficClass.INCOMING)).containsExactly("sink");
  }

  private static ActiveMigration active(
      String vm, Technique technique, boolean moved, BitRate rate, long remainingMebibytes) {
    return new ActiveMigration(
        vm,
        "h1",
        "h3",
        Priority.HIGH,
        technique,
        moved,
        false,
        rate,
        Bytes.ofMebibytes(remainingMebibytes),
        OptionalLong.of(0));
  }

  private static List<String> tenants(
      List<Reservation> reservations, String host, TrafficClass direction) {
    return reservations.stream()
        .filter(one -> one.host().equals(host) && one.direction() == direction)
        .flatMap(one -> one.tenants().stream())
        .map(TenantShare::vm)
        .toList();
  }

  private static PlanRequest all() {
    return PlanRequest.evacuate("h1", Optional.empty());
  }

  private static EvacuationPlan feasible(PlanResult result) {
    assertThat(result).isInstanceOf(PlanResult.Feasible.class);
    return ((PlanResult.Feasible) result).plan();
  }
}
