package dev.drover.decide.evacuation;

import static dev.drover.decide.testing.Some.mbit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.decide.testing.RandomClusters;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every policy of the family keeps. */
final class EvacuationPoliciesTest {
  private static final int CLUSTERS = 3000;
  private static final PlanRequest ALL = PlanRequest.evacuate("h1", Optional.empty());

  static Stream<String> names() {
    return EvacuationPolicies.names().stream();
  }

  @Test
  void family_isComplete() {
    assertThat(EvacuationPolicies.names())
        .containsExactly(
            "traffic-aware", "traffic-aware-paper", "qemu-serial", "qemu-parallel", "random");
  }

  @Test
  void unknownName_listsTheNames() {
    assertThatThrownBy(() -> EvacuationPolicies.named("magic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("magic")
        .hasMessageContaining(
            "traffic-aware, traffic-aware-paper, qemu-serial, qemu-parallel, random");
  }

  @ParameterizedTest
  @MethodSource("names")
  void plans_ofRandomClusters_areValid(String name) {
    EvacuationPolicy policy = EvacuationPolicies.named(name);
    int feasible = 0;
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = RandomClusters.draw(seed);
      switch (policy.plan(cluster, ALL)) {
        case PlanResult.Feasible(EvacuationPlan plan) -> {
          assertThat(PlanChecker.check(cluster, plan)).as("seed %d: %s", seed, plan).isEmpty();
          assertThat(plan.policy()).isEqualTo(name);
          feasible += plan.migrations().isEmpty() ? 0 : 1;
          for (PlannedMigration migration : plan.migrations()) {
            assertThat(migration.predicted().totalTime()).as("seed %d", seed).isPositive();
            assertThat(migration.rate()).as("seed %d: %s", seed, migration).isGreaterThan(mbit(0));
            assertThat(migration.why()).isNotBlank();
          }
        }
        case PlanResult.Infeasible(List<PlanResult.Reason> reasons) ->
            assertThat(reasons)
                .as("seed %d", seed)
                .allSatisfy(reason ->
                    assertThat(cluster.vm(reason.vm()).orElseThrow().host()).isEqualTo("h1"));
      }
    }
    assertThat(feasible).isGreaterThan(CLUSTERS / 4);
  }

  @ParameterizedTest
  @MethodSource("names")
  void plans_ofTheSameQuestion_areTheSame(String name) {
    for (long seed = 0; seed < 300; seed++) {
      Cluster cluster = RandomClusters.draw(seed);
      assertThat(EvacuationPolicies.named(name).plan(cluster, ALL))
          .as("seed %d", seed)
          .isEqualTo(EvacuationPolicies.named(name).plan(RandomClusters.draw(seed), ALL));
    }
  }

  @Test
  void policies_agreeOnWhatIsPossible() {
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = RandomClusters.draw(seed);
      boolean possible = possible("traffic-aware", cluster);
      for (String name : EvacuationPolicies.names()) {
        assertThat(possible(name, cluster)).as("seed %d, %s", seed, name).isEqualTo(possible);
      }
    }
  }

  @Test
  void qemuPolicies_sendEverythingByPreCopyToTheSameHosts() {
    for (long seed = 0; seed < 300; seed++) {
      Cluster cluster = RandomClusters.draw(seed);
      Optional<EvacuationPlan> serial = plan("qemu-serial", cluster);
      Optional<EvacuationPlan> parallel = plan("qemu-parallel", cluster);
      if (serial.isPresent() && parallel.isPresent()) {
        assertThat(serial.get().groups()).hasSize(serial.get().migrations().size());
        assertThat(parallel.get().groups().size()).isLessThanOrEqualTo(1);
        assertThat(parallel.get().migrations())
            .extracting(PlannedMigration::technique)
            .as("seed %d", seed)
            .allMatch(Technique.PRE_COPY::equals);
        assertThat(destinations(serial.get()))
            .as("seed %d", seed)
            .isEqualTo(destinations(parallel.get()))
            .isEqualTo(destinations(plan("traffic-aware", cluster).orElseThrow()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void reservations_areMadeByTheTrafficAwarePoliciesOnly(String name) {
    Cluster cluster = RandomClusters.draw(12);
    ActiveMigration active =
        new ActiveMigration(
            cluster.vms().getFirst().name(),
            "h1",
            "h2",
            Priority.HIGH,
            Technique.PRE_COPY,
            false,
            false,
            mbit(50),
            Bytes.ofMebibytes(100),
            OptionalLong.of(0));
    assertThat(EvacuationPolicies.named(name).reserve(cluster, List.of(active)).isEmpty())
        .isEqualTo(!name.startsWith("traffic-aware"));
  }

  @Test
  void trafficAware_losesLessWorkloadThanRandomOnAverage() {
    double aware = 0;
    double random = 0;
    int compared = 0;
    for (long seed = 0; seed < CLUSTERS; seed++) {
      Cluster cluster = RandomClusters.draw(seed);
      Optional<EvacuationPlan> ours = plan("traffic-aware", cluster);
      Optional<EvacuationPlan> drawn = plan("random", cluster);
      if (ours.isPresent() && drawn.isPresent() && !ours.get().migrations().isEmpty()) {
        aware += loss(ours.get());
        random += loss(drawn.get());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(500);
    assertThat(aware).isLessThan(0.9 * random);
  }

  private static double loss(EvacuationPlan plan) {
    return plan.migrations().stream()
        .mapToDouble(migration -> migration.predicted().workloadLoss().count())
        .sum();
  }

  private static boolean possible(String name, Cluster cluster) {
    return plan(name, cluster).isPresent();
  }

  private static Optional<EvacuationPlan> plan(String name, Cluster cluster) {
    return switch (EvacuationPolicies.named(name).plan(cluster, ALL)) {
      case PlanResult.Feasible(EvacuationPlan plan) -> Optional.of(plan);
      case PlanResult.Infeasible _ -> Optional.empty();
    };
  }

  private static List<String> destinations(EvacuationPlan plan) {
    return plan.migrations().stream().map(m -> m.vm() + " to " + m.destination()).sorted().toList();
  }
}
