package dev.drover.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.control.execute.CancelSignal;
import dev.drover.control.execute.ExecutionSettings;
import dev.drover.control.execute.FakeWorld;
import dev.drover.control.execute.RouteReservations;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.plan.Planning;
import dev.drover.control.result.RunResult;
import dev.drover.decide.evacuation.EvacuationPolicies;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.PlanResult;
import dev.drover.model.PlannedMigration;
import dev.drover.model.Priority;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
final class ControllerTest {
  @TempDir Path directory = Path.of("");
  private final FakeWorld world =
      new FakeWorld("h1", "h2", "h3").vm("a", "h1").vm("b", "h1").vm("c", "h2");

  private Controller controller() {
    return new Controller(world, directory, InstantSource.system());
  }

  private static EvacuationPlan plan(Planning planning) {
    return switch (planning.result()) {
      case PlanResult.Feasible(EvacuationPlan plan) -> plan;
      case PlanResult.Infeasible(var reasons) -> throw new AssertionError(reasons);
    };
  }

  static List<String> policies() {
    return EvacuationPolicies.names();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void evacuation_byAnyPolicy_emptiesTheHostAndLeavesNothingBehind(String policy) {
    Controller controller = controller();
    CancelSignal cancel = new CancelSignal();
    List<String> said = new ArrayList<>();
    try (Session session = controller.begin(said::add, cancel)) {
      assertThat(session.recovery().migrations()).isEmpty();
      Planning planning =
          controller.planEvacuation(
              policy, "h1", Optional.of(Priority.HIGH), Duration.ofSeconds(1));
      assertThat(world.log("measure")).containsExactlyInAnyOrder("measure a", "measure b");
      RunResult result =
          session.execute(
              planning,
              ExecutionSettings.forPolicy(planning.policy(), TransferOptions.PLAIN),
              _ -> {},
              cancel,
              RouteReservations.NONE,
              Optional.empty());
      assertThat(result.policy()).isEqualTo(policy);
      assertThat(result.evacuation().outcome()).isEqualTo("completed");
      assertThat(result.migrations())
          .hasSize(2)
          .noneMatch(m -> m.vmRunsAt().equals(Optional.of("h1")));
    }
    ControlStatus status = controller.status();
    assertThat(status.observation().cluster().vmsOn("h1")).isEmpty();
    assertThat(status.migrations()).hasSize(2);
    assertThat(status.leftBehind()).isEmpty();
    assertThat(status.busy()).isFalse();
  }

  @Test
  void plan_alone_touchesNothing() {
    Planning planning =
        controller().planEvacuation("traffic-aware", "h1", Optional.empty(), Duration.ZERO);
    assertThat(plan(planning).migrations())
        .extracting(PlannedMigration::vm)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(world.log()).isEmpty();
    assertThat(directory.toFile().list()).isEmpty();
  }

  @Test
  void migration_ofOneVm_goesWhereAndHowItIsTold() {
    Planning planning =
        controller()
            .planMigration(
                "traffic-aware", "a", "h3", Optional.of(Technique.POST_COPY), Duration.ZERO);
    assertThat(plan(planning).migrations())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.vm()).isEqualTo("a");
          assertThat(m.destination()).isEqualTo("h3");
          assertThat(m.technique()).isEqualTo(Technique.POST_COPY);
        });
  }

  @Test
  void migrations_ofSeveralVms_runAtOnceOrOneByOne_asThePolicyHasIt() {
    Planning parallel = migrateBoth("qemu-parallel", "h2", "h3");
    assertThat(plan(parallel).migrations())
        .extracting(PlannedMigration::vm, PlannedMigration::destination, PlannedMigration::group)
        .containsExactly(tuple("a", "h2", 1), tuple("c", "h3", 1));
    assertThat(plan(parallel).host()).isEqualTo("h1, h2");
    assertThat(plan(migrateBoth("qemu-serial", "h2", "h3")).migrations())
        .extracting(PlannedMigration::group)
        .containsExactly(1, 2);
    assertFault(
        "two VMs have the same destination; move them one after the other",
        () -> migrateBoth("qemu-parallel", "h3", "h3"));
    assertFault("vm c already runs on h2", () -> migrateBoth("qemu-parallel", "h3", "h2"));
  }

  /** Moves a, which is on h1, and c, which is on h2. */
  private Planning migrateBoth(String policy, String a, String c) {
    SequencedMap<String, String> destinations = new LinkedHashMap<>();
    destinations.put("a", a);
    destinations.put("c", c);
    return controller().planMigrations(policy, destinations, Optional.empty(), Duration.ZERO);
  }

  @Test
  void destination_whoseAgentIsSilent_isNotChosen() {
    world.cut("h2");
    Planning planning =
        controller().planEvacuation("traffic-aware", "h1", Optional.empty(), Duration.ZERO);
    assertThat(planning.observation().unreachable()).containsKey("h2");
    assertThat(plan(planning).migrations()).allMatch(m -> m.destination().equals("h3"));
  }

  @Test
  void names_thatNobodyKnows_areAnsweredInOneLine() {
    Controller controller = controller();
    assertFault(
        "unknown policy 'fast'; use traffic-aware, traffic-aware-paper, qemu-serial, qemu-parallel, random",
        () -> controller.planEvacuation("fast", "h1", Optional.empty(), Duration.ZERO));
    assertFault("no vm 'z' runs here; there are a, b, c", () -> migrate(controller, "z", "h2"));
    assertFault("vm a already runs on h1", () -> migrate(controller, "a", "h1"));
    world.cut("h2");
    assertFault(
        "no vm 'c' runs here; there are a, b; no answer from h2",
        () -> migrate(controller, "c", "h1"));
    assertFault(
        "the agent of h2 at http://h2 does not answer (h2 does not answer); start it, then try"
            + " again",
        () -> migrate(controller, "a", "h2"));
  }

  private static Planning migrate(Controller controller, String vm, String host) {
    return controller.planMigration("traffic-aware", vm, host, Optional.empty(), Duration.ZERO);
  }

  private static void assertFault(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(ControlException.class).hasMessage(message);
  }

  @Test
  void controller_besideAnother_isRefusedAndSeesItAtWork() {
    Controller controller = controller();
    try (Session session = controller.begin(_ -> {}, new CancelSignal())) {
      assertThat(session.recovery().left()).isEmpty();
      assertThat(controller.status().busy()).isTrue();
      assertThatThrownBy(() -> controller().begin(_ -> {}, new CancelSignal()))
          .isInstanceOf(ControlException.class)
          .hasMessageStartingWith("another drover (process ");
    }
  }
}
