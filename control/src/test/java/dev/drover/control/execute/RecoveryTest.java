package dev.drover.control.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.control.execute.FakeWorld.Script;
import dev.drover.control.journal.Journal;
import dev.drover.control.journal.JournalState;
import dev.drover.control.observe.Observer;
import dev.drover.model.MigrationOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A controller that "crashes" is one whose thread hangs for ever in the middle of its work: nothing
 * of it runs any more, no {@code finally} either. Another then works with a copy of its journal.
 */
@Timeout(20)
final class RecoveryTest {
  @TempDir Path crashed = Path.of("");
  @TempDir Path recovered = Path.of("");
  private final FakeWorld world = new FakeWorld("h1", "h2", "h3");
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<String> progress = new ArrayList<>();

  @AfterEach
  void letTheDeadThreadGo() {
    never.countDown();
  }

  /**
   * Runs until the first event of this kind, and no further; what prepares b in the background
   * comes as far as its own first event.
   */
  private void crashAt(Class<? extends EvacuationEvent> moment) throws Exception {
    CountDownLatch dead = new CountDownLatch(1);
    Observer observer = new Observer(world, InstantSource.system());
    Journal journal = Journal.open(crashed);
    Evacuation evacuation =
        new Evacuation(
            world,
            observer,
            new FakePolicy(),
            journal,
            EvacuationTest.QUICK,
            RouteReservations.NONE,
            InstantSource.system(),
            event -> {
              if (moment.isInstance(event)) {
                dead.countDown();
                hang();
              }
            });
    var before = observer.observe();
    Thread.startVirtualThread(() ->
        evacuation.run(
            FakePolicy.plan(FakePolicy.move("a", "h2", 1), FakePolicy.move("b", "h3", 2)),
            before,
            new CancelSignal()));
    dead.await();
    while (world.log("prepare b").isEmpty()) {
      Thread.sleep(Duration.ofMillis(1));
    }
    Files.copy(crashed.resolve("journal.jsonl"), recovered.resolve("journal.jsonl"));
  }

  private void hang() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JournalState left() {
    return JournalState.of(Journal.read(recovered));
  }

  private RecoveryReport recover(CancelSignal cancel) {
    return recover(cancel, true);
  }

  private RecoveryReport recover(CancelSignal cancel, boolean seesAll) {
    try (Journal journal = Journal.open(recovered)) {
      return new Recovery(
              world, journal, InstantSource.system(), Duration.ofMillis(2), progress::add)
          .run(left(), seesAll, cancel);
    }
  }

  @Test
  void controller_thatDiesInAMigration_isPickedUp() throws Exception {
    world.vm("a", "h1", Script.completes(500)).vm("b", "h1");
    crashAt(EvacuationEvent.Progressed.class);
    assertThat(left().reserved()).containsExactly("h1", "h2");
    assertThat(left().open()).hasSize(2);

    RecoveryReport report = recover(new CancelSignal());

    assertThat(report.left()).isEmpty();
    assertThat(report.migrations())
        .filteredOn(m -> m.vm().equals("a"))
        .singleElement()
        .satisfies(m -> {
          assertThat(m.what()).isEqualTo("completed");
          assertThat(m.vmRunsAt()).contains("h2");
        });
    assertThat(progress).contains("vm a is still moving from h1 to h2; waiting for it");
    assertThat(world.runningAt).containsEntry("a", "h2").containsEntry("b", "h1");
    assertThat(world.preparedAt).isEmpty();
    assertThat(world.reserved).isEmpty();
    assertThat(left().isClear()).isTrue();
  }

  @Test
  void controller_thatDiesBeforeItsStartCommand_leavesNoDestinationPrepared() throws Exception {
    world.vm("a", "h1").vm("b", "h1");
    crashAt(EvacuationEvent.MigrationStarted.class);
    RecoveryReport report = recover(new CancelSignal());
    assertThat(report.left()).isEmpty();
    assertThat(world.log("start")).isEmpty();
    assertThat(world.preparedAt).isEmpty();
    assertThat(world.reserved).isEmpty();
    assertThat(world.runningAt).containsEntry("a", "h1");
  }

  @Test
  void recovery_whoseSourceIsUnreachable_keepsItInTheJournalUntilItAnswers() throws Exception {
    world.vm("a", "h1", Script.completes(500)).vm("b", "h1");
    crashAt(EvacuationEvent.Progressed.class);
    world.cut("h1");
    assertThat(recover(new CancelSignal()).left())
        .anySatisfy(line -> assertThat(line).startsWith("vm a ").contains("h1 does not answer"));
    assertThat(left().isClear()).isFalse();
    world.mend("h1");
    assertThat(recover(new CancelSignal()).left()).isEmpty();
    assertThat(left().isClear()).isTrue();
  }

  @Test
  void recovery_thatIsCancelled_stopsWaiting() throws Exception {
    world.vm("a", "h1", Script.completes(1_000_000)).vm("b", "h1");
    crashAt(EvacuationEvent.Progressed.class);
    CancelSignal cancel = new CancelSignal();
    cancel.cancel();
    assertThat(recover(cancel).left()).anySatisfy(l -> assertThat(l).contains("still running"));
  }

  @Test
  void migration_thatFailedMeanwhile_isReportedWithItsCause() throws Exception {
    world
        .vm("a", "h1", new Script(300, 999, new MigrationOutcome.Failed("pre-copy", "cut", "h1")))
        .vm("b", "h1");
    crashAt(EvacuationEvent.Progressed.class);
    assertThat(recover(new CancelSignal()).migrations())
        .anySatisfy(m -> {
          assertThat(m.what()).isEqualTo("failed in pre-copy: cut");
          assertThat(m.vmRunsAt()).contains("h1");
        });
    assertThat(world.preparedAt).isEmpty();
  }

  @Test
  void destination_thatNoJournalKnows_isGivenUp() throws IOException {
    world.vm("a", "h1").preparedAt.put("lost-a", "a@h3");
    RecoveryReport report = recover(new CancelSignal());
    assertThat(world.preparedAt).isEmpty();
    assertThat(report.left()).isEmpty();
    assertThat(progress).containsExactly("h3 holds room for vm a, which will not come");
  }

  @Test
  void destination_thatNoJournalKnows_isLeftAloneByOneWhoSeesSomeHostsOnly() throws IOException {
    world.vm("a", "h1").preparedAt.put("lost-a", "a@h3");
    recover(new CancelSignal(), false);
    assertThat(world.preparedAt).containsKey("lost-a");
  }

  @Test
  void destination_whoseMigrationStartsMeanwhile_isLeftAlone() throws Exception {
    world.vm("a", "h1").preparedAt.put("other-a", "a@h3");
    AtomicInteger looks = new AtomicInteger();
    world.whenAskedForMigrations =
        () -> {
          if (looks.incrementAndGet() == 4) {
            world.preparedAt.remove("other-a");
            world.preparedAt.put("later-a", "a@h3");
          }
        };
    recover(new CancelSignal());
    assertThat(world.preparedAt).containsKey("later-a");
  }

  @Test
  void inspection_saysWhereEveryVmIsAndChangesNothing() throws Exception {
    world.vm("a", "h1", Script.completes(500)).vm("b", "h1");
    crashAt(EvacuationEvent.Progressed.class);
    List<String> before = world.log();
    var found = Recovery.inspect(left(), new Observer(world, InstantSource.system()).observe());
    assertThat(found).hasSize(2).allSatisfy(m -> assertThat(m.vmRunsAt()).contains("h1"));
    assertThat(world.log()).isEqualTo(before);
  }
}
