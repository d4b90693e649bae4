package dev.drover.decide.evacuation;

import static dev.drover.decide.testing.Some.host;
import static dev.drover.decide.testing.Some.mbit;
import static dev.drover.decide.testing.Some.traffic;
import static dev.drover.decide.testing.Some.vm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlannedMigration;
import dev.drover.model.PlannedMigration.Prediction;
import dev.drover.model.Priority;
import dev.drover.model.Strategy;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlanCheckerTest {
  private final Cluster cluster =
      new Cluster(
          List.of(
              host("h1", 0, traffic(0, 0)),
              host("h2", 300, traffic(0, 0)),
              host("h3", 4096, traffic(0, 0))),
          List.of(
              vm("a", "h1", Priority.LOW, traffic(0, 0)),
              vm("b", "h1", Priority.LOW, traffic(0, 0)),
              vm("c", "h3", Priority.LOW, traffic(0, 0))));

  @Test
  void validPlan_hasNoFaults() {
    assertThat(check(move("a", "h1", "h2", 1), move("b", "h1", "h3", 2))).isEmpty();
  }

  @Test
  void vmLeftBehind_isFound() {
    assertThat(check(move("a", "h1", "h2", 1))).containsExactly("vm b is left on host h1");
  }

  @Test
  void vmPlannedTwice_isFound() {
    assertThat(check(move("a", "h1", "h3", 1), move("a", "h1", "h3", 2), move("b", "h1", "h3", 3)))
        .containsExactly("vm a is planned twice");
  }

  @Test
  void vmOfAnotherHost_isFound() {
    assertThat(check(move("a", "h1", "h3", 1), move("b", "h1", "h3", 2), move("c", "h1", "h2", 3)))
        .containsExactlyInAnyOrder(
            "vm c was not to leave host h1", "vm c is on host h3, not on h1");
  }

  @Test
  void memoryTakenTogether_isFound() {
    assertThat(check(move("a", "h1", "h2", 1), move("b", "h1", "h2", 2)))
        .containsExactly("host h2 has 300MiB free and is to take 512MiB");
  }

  @Test
  void unknownDestination_isFound() {
    assertThat(check(move("a", "h1", "h9", 1), move("b", "h1", "h3", 2)))
        .containsExactly("vm a goes to host h9, which does not exist");
  }

  @Test
  void groupsWithAGap_areFound() {
    assertThat(check(move("a", "h1", "h3", 1), move("b", "h1", "h3", 3)))
        .containsExactly("group 3 follows where 2 should");
    assertThat(check(move("a", "h1", "h3", 2), move("b", "h1", "h3", 3)))
        .containsExactly("group 2 follows where 1 should");
  }

  @Test
  void serialVmInCompany_isFound() {
    assertThat(check(move("a", "h1", "h3", 1), move("b", "h1", "h3", 1)))
        .containsExactly(
            "vm a is serial but not alone in group 1", "vm b is serial but not alone in group 1");
  }

  @Test
  void planForSomeVms_isCheckedAgainstThese() {
    EvacuationPlan plan = new EvacuationPlan("h1", "test", List.of(move("a", "h1", "h2", 1)));
    assertThat(PlanChecker.check(cluster, plan, Set.of("a"))).isEmpty();
    assertThat(PlanChecker.check(cluster, plan, Set.of("b"))).hasSize(2);
  }

  private List<String> check(PlannedMigration... migrations) {
    return PlanChecker.check(cluster, new EvacuationPlan("h1", "test", List.of(migrations)));
  }

  private static PlannedMigration move(String vm, String from, String to, int group) {
    return new PlannedMigration(
        vm,
        from,
        to,
        Priority.LOW,
        TrafficClass.IDLE,
        Technique.PRE_COPY,
        Strategy.SERIAL,
        group,
        mbit(100),
        new Prediction(Duration.ofSeconds(5), Duration.ofMillis(100), Bytes.ZERO, Bytes.ZERO),
        "because");
  }
}
