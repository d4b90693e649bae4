package dev.drover.control.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.control.execute.FakeWorld.Script;
import dev.drover.control.journal.Journal;
import dev.drover.control.journal.JournalState;
import dev.drover.control.observe.Observer;
import dev.drover.decide.evacuation.ActiveMigration;
import dev.drover.decide.evacuation.Convergence;
import dev.drover.decide.evacuation.EvacuationPolicy;
import dev.drover.model.Cluster;
import dev.drover.model.EvacuationPlan;
import dev.drover.model.MigrationOutcome;
import dev.drover.model.TransferOptions;
import dev.drover.model.unit.BitRate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class EvacuationTest {
  static final ExecutionSettings QUICK = quick(Duration.ofMillis(200));

  private static ExecutionSettings quick(Duration silenceLimit) {
    return new ExecutionSettings(
        Duration.ofMillis(2),
        Duration.ofMillis(4),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        silenceLimit,
        Duration.ofMillis(100),
        Convergence.standard(),
        TransferOptions.PLAIN);
  }

  @TempDir Path directory = Path.of("");
  private final List<EvacuationEvent> events = new ArrayList<>();
  private final CancelSignal cancel = new CancelSignal();
  private RouteReservations routes = RouteReservations.NONE;
  private final FakeWorld world = new FakeWorld("h1", "h2", "h3");

  private ExecutionReport run(EvacuationPlan plan) {
    return run(plan, new FakePolicy(), events::add);
  }

  private ExecutionReport run(
      EvacuationPlan plan, EvacuationPolicy policy, Consumer<EvacuationEvent> listener) {
    return run(plan, policy, QUICK, listener);
  }

  private ExecutionReport run(
      EvacuationPlan plan,
      EvacuationPolicy policy,
      ExecutionSettings settings,
      Consumer<EvacuationEvent> listener) {
    Observer observer = new Observer(world, InstantSource.system());
    try (Journal journal = Journal.open(directory)) {
      return new Evacuation(
              world, observer, policy, journal, settings, routes, InstantSource.system(), listener)
          .run(plan, observer.observe(), cancel);
    }
  }

  private JournalState left() {
    return JournalState.of(Journal.read(directory));
  }

  private static MigrationReport of(ExecutionReport report, String vm) {
    return report.migrations().stream()
        .filter(m -> m.planned().vm().equals(vm))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void groups_ofSerialMigrations_runOneAfterTheOther() {
    world.vm("a", "h1").vm("b", "h1").vm("c", "h1");
    ExecutionReport report =
        run(
            FakePolicy.plan(
                FakePolicy.move("c", "h2", 1),
                FakePolicy.move("a", "h3", 2),
                FakePolicy.move("b", "h2", 3)));
    assertThat(world.log())
        .filteredOn(line -> line.matches("(start|end) .*"))
        .containsExactly("start c", "end c", "start a", "end a", "start b", "end b");
    assertThat(report.completed()).isEqualTo(3);
    assertThat(world.runningAt).containsEntry("a", "h3").containsEntry("b", "h2");
    assertThat(left().isClear()).isTrue();
  }

  @Test
  void group_ofThree_runsSideBySide() {
    Script allStarted = Script.completes(3).once("start a", "start b", "start c");
    world.vm("a", "h1", allStarted).vm("b", "h1", allStarted).vm("c", "h1", allStarted);
    run(
        FakePolicy.plan(
            FakePolicy.move("a", "h2", 1),
            FakePolicy.move("b", "h2", 1),
            FakePolicy.move("c", "h3", 1)));
    assertThat(world.mostRunning).isEqualTo(3);
  }

  @Test
  void whoseTurnItIs_isTold_andTheNextOneAsSoonAsTheFirstHasEnded() {
    String slow = "(start b|adjust \\S+-b) .*4Mbit/s.*";
    String fast = "adjust \\S+-b .*1Tbit/s.*";
    world
        .vm("a", "h1", Script.completes(3).once(slow))
        .vm("b", "h1", Script.completes(3).once(fast));
    EvacuationPolicy turns =
        new FakePolicy() {
          @Override
          public SortedMap<String, BitRate> limit(Cluster now, List<ActiveMigration> active) {
            return active.size() < 2
                ? Collections.emptySortedMap()
                : new TreeMap<>(Map.of("b", BitRate.ofMegabitsPerSecond(4)));
          }
        };
    run(
        FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 1)),
        turns,
        events::add);
    List<String> log =
        world.log().stream().filter(line -> line.matches("(start|end|adjust) .*")).toList();
    assertThat(log).anyMatch(line -> line.matches(slow));
    assertThat(log.subList(log.indexOf("end a"), log.indexOf("end b")))
        .anyMatch(line -> line.matches(fast));
  }

  @Test
  void route_isKeptFromBeforeTheStartUntilAfterTheEnd() {
    world
        .vm("a", "h1")
        .vm(
            "b",
            "h1",
            new Script(3, 4, new MigrationOutcome.Failed("pre-copy", "link down", "h1")));
    routes =
        new RouteReservations() {
          @Override
          public void reserve(
              String migration, String source, String destination, int port, int connections) {
            world.say("keep " + vm(migration) + " " + source + " > " + destination + ":" + port);
          }

          @Override
          public void release(String migration) {
            world.say("give back " + vm(migration));
          }

          private static String vm(String migration) {
            return migration.substring(migration.lastIndexOf('-') + 1);
          }
        };
    run(FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 2)));
    assertThat(world.log())
        .filteredOn(line -> line.matches("(keep|start|end|give back) .*"))
        .containsExactly(
            "keep a address of h1 > h2:4444",
            "start a",
            "end a",
            "give back a",
            "keep b address of h1 > h3:4444",
            "start b",
            "end b",
            "give back b");
  }

  @Test
  void route_thatCannotBeKept_harmsNoMigration() {
    world.vm("a", "h1");
    routes =
        new RouteReservations() {
          @Override
          public void reserve(
              String migration, String source, String destination, int port, int connections) {
            throw new IllegalStateException("controller is down");
          }

          @Override
          public void release(String migration) {
            throw new IllegalStateException("controller is down");
          }
        };
    ExecutionReport report = run(FakePolicy.plan(FakePolicy.move("a", "h2", 1)));
    assertThat(report.completed()).isEqualTo(1);
    assertThat(events)
        .filteredOn(EvacuationEvent.Warned.class::isInstance)
        .extracting(Object::toString)
        .anyMatch(text -> text.contains("no route was reserved") && text.contains("is down"))
        .anyMatch(text -> text.contains("was not given back"));
  }

  /** Policies that start one at a time must see who has been told to start, or two would. */
  @Test
  void whoWasToldToStart_isSeenAsStartedByTheOthers() {
    world
        .vm("a", "h1", Script.completes(20).once("start [bc]"))
        .vm("b", "h1", Script.completes(20))
        .vm("c", "h1", Script.completes(20));
    EvacuationPolicy oneBesideTheFirst =
        new FakePolicy() {
          @Override
          public SortedMap<String, BitRate> limit(Cluster now, List<ActiveMigration> active) {
            SortedMap<String, BitRate> limits = new TreeMap<>();
            if (active.stream().filter(ActiveMigration::hasStarted).count() > 1) {
              active.stream()
                  .filter(one -> !one.hasStarted())
                  .forEach(one -> limits.put(one.vm(), BitRate.ZERO));
            }
            return limits;
          }
        };
    run(
        FakePolicy.plan(
            FakePolicy.move("a", "h2", 1),
            FakePolicy.move("b", "h2", 1),
            FakePolicy.move("c", "h3", 1)),
        oneBesideTheFirst,
        events::add);
    assertThat(world.mostRunning).isEqualTo(2);
  }

  @Test
  void othersOfAGroup_arePreparedOnceTheFirstIsUnderWay_orWillNotBe() {
    world.vm("a", "h1", Script.completes(20)).vm("b", "h1", Script.completes(20));
    run(FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 1)));
    assertThat(world.log()).containsSubsequence("prepare a", "start a", "prepare b", "start b");
  }

  /** They share no link with the first: their destinations need not wait for it. */
  @Test
  void othersOfAGroup_thatLeaveAnotherHost_arePreparedAtOnce() {
    world.vm("a", "h1").vm("b", "h2");
    List<Boolean> prepared = new ArrayList<>();
    routes =
        new RouteReservations() {
          @Override
          public void reserve(
              String migration, String source, String destination, int port, int connections) {
            if (migration.endsWith("-a")) {
              prepared.add(comes("prepare b"));
            }
          }

          @Override
          public void release(String migration) {}
        };

    run(FakePolicy.plan(FakePolicy.move("a", "h1", "h3", 1), FakePolicy.move("b", "h2", "h3", 1)));

    assertThat(prepared).containsExactly(true);
  }

  private boolean comes(String line) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!world.log().contains(line)) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  @Test
  void whoMayNotSendYet_startsWhenItsTurnComes() {
    world.vm("a", "h1", Script.completes(10)).vm("b", "h1", Script.completes(10));
    EvacuationPolicy turns =
        new FakePolicy() {
          @Override
          public SortedMap<String, BitRate> limit(Cluster now, List<ActiveMigration> active) {
            return active.stream().anyMatch(one -> one.vm().equals("a"))
                ? new TreeMap<>(Map.of("b", BitRate.ZERO))
                : Collections.emptySortedMap();
          }
        };
    ExecutionReport report =
        run(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 1)),
            turns,
            events::add);
    assertThat(report.completed()).isEqualTo(2);
    assertThat(world.log()).containsSubsequence("start a", "end a", "start b");
  }

  @Test
  void destinationOfNextGroup_isPreparedBeforeTheCurrentEnds() {
    world.vm("a", "h1", Script.completes(3).once("prepare b")).vm("b", "h1");
    run(FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 2)));
    assertThat(world.log()).containsSubsequence("prepare b", "end a", "start b");
  }

  @Test
  void reservation_isMadeBeforeTheStart_andFollowsTheNumberOfMigrations() {
    world
        .vm("a", "h1", Script.completes(3).once("start b"))
        .vm("b", "h1", Script.completes(3).once("release h2"));
    run(FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 1)));
    List<String> log = world.log();
    assertThat(log.indexOf("reserve h2 incoming")).isLessThan(log.indexOf("start a"));
    assertThat(log).containsSubsequence("end a", "release h2", "end b", "release h1");
    assertThat(world.reserved).isEmpty();
  }

  @Test
  void migration_thatFails_leavesItsVmAndHarmsNoOther() {
    world
        .vm("a", "h1", new Script(3, 9, new MigrationOutcome.Failed("pre-copy", "cut", "h1")))
        .vm("b", "h1");
    ExecutionReport report =
        run(FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h2", 2)));
    assertThat(of(report, "a").outcome())
        .isEqualTo(new MigrationOutcome.Failed("pre-copy", "cut", "h1"));
    assertThat(of(report, "a").vmRunsAt()).contains("h1");
    assertThat(of(report, "b").outcome()).isEqualTo(new MigrationOutcome.Completed());
    assertThat(world.log("abandon")).containsExactly("abandon a");
    assertThat(world.preparedAt).isEmpty();
    assertThat(world.reserved).isEmpty();
    assertThat(left().isClear()).isTrue();
  }

  @Test
  void destination_withoutMemory_failsBeforeAnythingMoves() {
    world.vm("a", "h1").vm("b", "h1").agent("h2").refuses.add("prepare");
    ExecutionReport report =
        run(FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 1)));
    assertThat(of(report, "a").outcome())
        .isEqualTo(new MigrationOutcome.Failed("prepare", "h2 refuses to prepare", "h1"));
    assertThat(world.log("start")).containsExactly("start b");
    assertThat(of(report, "b").vmRunsAt()).contains("h3");
  }

  @Test
  void destination_thatCannotBeReached_failsAndStaysInTheJournal() {
    world.vm("a", "h1").cut("h2");
    ExecutionReport report = run(FakePolicy.plan(FakePolicy.move("a", "h2", 1)));
    assertThat(of(report, "a").outcome()).isInstanceOf(MigrationOutcome.Failed.class);
    assertThat(of(report, "a").vmRunsAt()).contains("h1");
    assertThat(left().open()).hasSize(1);
    assertThat(events)
        .filteredOn(EvacuationEvent.Warned.class::isInstance)
        .anySatisfy(e -> assertThat(e.toString()).contains("h2 may still hold room for vm a"));
  }

  @Test
  void reservation_thatIsRefused_keepsTheMigrationFromStarting() {
    world.vm("a", "h1").agent("h2").refuses.add("reserve");
    ExecutionReport report = run(FakePolicy.plan(FakePolicy.move("a", "h2", 1)));
    assertThat(of(report, "a").outcome())
        .isEqualTo(new MigrationOutcome.Failed("reserve", "h2 refuses to reserve", "h1"));
    assertThat(world.log("start")).isEmpty();
    assertThat(world.reserved).isEmpty();
    assertThat(world.preparedAt).isEmpty();
  }

  @Test
  void policy_withoutReservations_asksNoAgentForAny() {
    world.vm("a", "h1");
    EvacuationPolicy free =
        new FakePolicy() {
          @Override
          public List<dev.drover.model.Reservation> reserve(
              dev.drover.model.Cluster now,
              List<dev.drover.decide.evacuation.ActiveMigration> active) {
            return List.of();
          }
        };
    run(FakePolicy.plan(FakePolicy.move("a", "h2", 1)), free, events::add);
    assertThat(world.log()).noneMatch(line -> line.startsWith("re"));
  }

  @Test
  void cancel_inPreCopy_stopsWhatRunsAndStartsNothingMore() {
    world.vm("a", "h1", Script.completes(1_000_000)).vm("b", "h1");
    ExecutionReport report =
        run(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 2)),
            new FakePolicy(),
            event -> {
              if (event instanceof EvacuationEvent.Progressed) {
                cancel.cancel();
              }
            });
    assertThat(of(report, "a").outcome())
        .isEqualTo(new MigrationOutcome.Cancelled("asked by the operator"));
    assertThat(of(report, "b").outcome()).isInstanceOf(MigrationOutcome.Cancelled.class);
    assertThat(world.log("start")).containsExactly("start a");
    assertThat(world.runningAt).containsEntry("a", "h1").containsEntry("b", "h1");
    assertThat(world.preparedAt).isEmpty();
    assertThat(world.reserved).isEmpty();
    assertThat(left().isClear()).isTrue();
    assertThat(report.cancelled()).isTrue();
  }

  @Test
  void cancel_inPostCopy_waitsUntilTheVmHasArrived() {
    world.vm("a", "h1", new Script(40, 2, new MigrationOutcome.Completed()));
    ExecutionReport report =
        run(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1)),
            new FakePolicy(),
            atPostCopy(cancel::cancel));
    assertThat(of(report, "a").outcome()).isEqualTo(new MigrationOutcome.Completed());
    assertThat(of(report, "a").vmRunsAt()).contains("h2");
    assertThat(world.log("cancel")).containsExactly("cancel a");
    assertThat(events).anyMatch(EvacuationEvent.Cancelling.class::isInstance);
  }

  /** Keeps events, and does something when a migration has come to post-copy. */
  private Consumer<EvacuationEvent> atPostCopy(Runnable work) {
    return event -> {
      events.add(event);
      if (event instanceof EvacuationEvent.PhaseChanged(_, String phase, _)
          && phase.equals("post-copy")) {
        work.run();
      }
    };
  }

  /** What watches over the load may be slow: its last look can outlast the migrations. */
  @Test
  void cancel_whileTheLoadIsLookedAt_isToldAllTheSame() {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    world.vm("a", "h1", new Script(5, 2, new MigrationOutcome.Completed()));
    world
        .agent("h3")
        .beforeStatus(() -> {
          if (!world.log("start a").isEmpty()) {
            looking.countDown();
            await(ended);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          }
        });
    run(
        FakePolicy.plan(FakePolicy.move("a", "h2", 1)),
        new FakePolicy(),
        atPostCopy(
                () -> {
                  await(looking);
                  cancel.cancel();
                })
            .andThen(event -> {
              if (event instanceof EvacuationEvent.MigrationEnded) {
                ended.countDown();
              }
            }));
    assertThat(events).filteredOn(EvacuationEvent.Cancelling.class::isInstance).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void sourceAgent_thatIsSilentForAWhile_isFollowedAgain() {
    world.vm("a", "h1", Script.completes(30));
    ExecutionReport report =
        run(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1)),
            new FakePolicy(),
            quick(Duration.ofSeconds(60)),
            event -> {
              if (event instanceof EvacuationEvent.PhaseChanged) {
                world.agent("h1").silentFor(10);
              }
            });
    assertThat(of(report, "a").outcome()).isEqualTo(new MigrationOutcome.Completed());
    assertThat(world.reserved).isEmpty();
  }

  @Test
  void sourceAgent_thatIsGoneForGood_leavesTheMigrationUnsettledAndInTheJournal() {
    world.vm("a", "h1", Script.completes(30));
    ExecutionReport report =
        run(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1)),
            new FakePolicy(),
            event -> {
              if (event instanceof EvacuationEvent.PhaseChanged) {
                world.cut("h1");
              }
            });
    assertThat(of(report, "a").outcome()).isInstanceOf(MigrationOutcome.Unsettled.class);
    assertThat(of(report, "a").vmRunsAt()).isEmpty();
    assertThat(left().open()).hasSize(1);
    assertThat(left().reserved()).containsExactly("h1");
    assertThat(world.log("abandon")).isEmpty();
  }

  @Test
  void vm_thatIsLost_isReportedAsRunningNowhere() {
    world.vm("a", "h1", new Script(3, 1, new MigrationOutcome.Lost("post-copy", "qemu died")));
    ExecutionReport report = run(FakePolicy.plan(FakePolicy.move("a", "h2", 1)));
    assertThat(of(report, "a").outcome())
        .isEqualTo(new MigrationOutcome.Lost("post-copy", "qemu died"));
    assertThat(of(report, "a").vmRunsAt()).isEmpty();
  }

  @Test
  void listenerAndPolicy_thatThrow_leaveNothingBehind() {
    world.vm("a", "h1").vm("b", "h1");
    FakePolicy broken =
        new FakePolicy() {
          @Override
          public List<dev.drover.model.Reservation> reserve(
              dev.drover.model.Cluster now,
              List<dev.drover.decide.evacuation.ActiveMigration> active) {
            if (active.stream().anyMatch(m -> m.vm().equals("b"))) {
              throw new IllegalStateException("a fault");
            }
            return super.reserve(now, active);
          }
        };
    ExecutionReport report =
        run(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 2)),
            broken,
            _ -> {
              throw new IllegalStateException("a listener's fault");
            });
    assertThat(of(report, "a").outcome()).isEqualTo(new MigrationOutcome.Completed());
    assertThat(of(report, "b").outcome())
        .isEqualTo(new MigrationOutcome.Failed("setup", "a fault", "h1"));
    assertThat(world.reserved).isEmpty();
    assertThat(world.preparedAt).isEmpty();
  }

  @Test
  void progress_ofEachVmAndOfAll_neverRunsBackwards() {
    world.vm("a", "h1", Script.completes(20)).vm("b", "h1", Script.completes(5));
    run(FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 1)));
    double overall = 0;
    for (EvacuationEvent event : events) {
      Optional<Double> now =
          switch (event) {
            case EvacuationEvent.Progressed p -> Optional.of(p.overall().fraction());
            case EvacuationEvent.MigrationEnded e -> Optional.of(e.overall().fraction());
            case EvacuationEvent.PlanMade _,
                EvacuationEvent.DestinationPrepared _,
                EvacuationEvent.MigrationStarted _,
                EvacuationEvent.PhaseChanged _,
                EvacuationEvent.ReservationsChanged _,
                EvacuationEvent.DowntimeRaised _,
                EvacuationEvent.Cancelling _,
                EvacuationEvent.Warned _,
                EvacuationEvent.EvacuationEnded _ ->
                Optional.empty();
          };
      if (now.isPresent()) {
        assertThat(now.get()).isGreaterThanOrEqualTo(overall);
        overall = now.get();
      }
    }
    assertThat(overall).isEqualTo(1);
    assertThat(events.getLast()).isInstanceOf(EvacuationEvent.EvacuationEnded.class);
  }
}
