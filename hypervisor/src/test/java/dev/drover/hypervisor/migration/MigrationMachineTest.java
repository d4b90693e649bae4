package dev.drover.hypervisor.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.migration.MigrationMachine.Step;
import dev.drover.hypervisor.migration.MigrationState.Asked;
import dev.drover.hypervisor.migration.MigrationState.AtSource;
import dev.drover.hypervisor.migration.MigrationState.Disk;
import dev.drover.hypervisor.migration.MigrationState.Given;
import dev.drover.hypervisor.migration.MigrationState.Stage;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.hypervisor.qmp.RunStatus;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationMachineTest {
  private static final MigrationMachine PRE_COPY =
      new MigrationMachine(Technique.PRE_COPY, true, true);
  private static final MigrationMachine POST_COPY =
      new MigrationMachine(Technique.POST_COPY, true, true);
  private static final MigrationMachine HYBRID = new MigrationMachine(Technique.HYBRID, true, true);
  private static final Given AT_ONCE = new Given(1, false, Optional.empty());
  private static final Given GIVEN = new Given(2, true, Optional.of(Duration.ofMillis(3)));
  private static final RunStatus RUNS = new RunStatus("running", true);
  private static final RunStatus STANDS = new RunStatus("postmigrate", false);

  private static MigrationEvent status(String status) {
    return new MigrationEvent.StatusChanged(status);
  }

  private static MigrationEvent.Progress progress(String status, int round, long totalMs) {
    return progress(status, round, totalMs, status.equals("completed") ? 12 : -1);
  }

  private static MigrationEvent.Progress progress(
      String status, int round, long totalMs, long downtimeMs) {
    return new MigrationEvent.Progress(
        new MigrationInfo(
            status,
            Optional.empty(),
            Optional.of(Duration.ofMillis(totalMs)),
            Optional.of(Duration.ofMillis(downtimeMs)).filter(d -> !d.isNegative()),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new MigrationInfo.Memory(
                    Bytes.of(1000),
                    Bytes.of(50),
                    round,
                    DirtyRate.ZERO,
                    BitRate.ZERO,
                    Bytes.ZERO))));
  }

  private static MigrationEvent.Progress failure(String cause) {
    return new MigrationEvent.Progress(
        new MigrationInfo(
            "failed",
            Optional.of(cause),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  /** A machine with its state, and everything that it wanted done. */
  private static final class Run {
    private final MigrationMachine machine;
    private final List<MigrationAction> wanted = new ArrayList<>();
    private MigrationState state;

    Run(MigrationMachine machine, MigrationEvent... events) {
      this.machine = machine;
      this.state = machine.start().state();
      on(events);
    }

    final Run on(MigrationEvent... events) {
      for (MigrationEvent event : events) {
        Step step = machine.next(state, event);
        state = step.state();
        wanted.addAll(step.actions());
      }
      return this;
    }

    long count(Class<? extends MigrationAction> action) {
      return wanted.stream().filter(action::isInstance).count();
    }
  }

  @Test
  void preCopy_throughToCompleted_isSentWithQemusFigures() {
    Run run =
        new Run(
            PRE_COPY,
            status("setup"),
            new MigrationEvent.PassBegan(1),
            status("active"),
            new MigrationEvent.PassBegan(2),
            new MigrationEvent.PassBegan(3),
            new MigrationEvent.VcpusStopped(),
            new MigrationEvent.PassBegan(4),
            status("completed"));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.StopAndCopy());
    run.on(progress("completed", 4, 2515));
    assertThat(run.state.phase())
        .isEqualTo(
            new MigrationPhase.Sent(
                Duration.ofMillis(2515), Duration.ofMillis(12), Bytes.of(1000), 4));
    assertThat(run.count(MigrationAction.StartPostCopy.class)).isZero();
  }

  @Test
  void completed_beforeQemuWroteItsFigures_asksAgain() {
    Run run = new Run(PRE_COPY, status("active"), status("completed"), progress("completed", 2, 0));
    assertThat(run.state.phase().isFinal()).isFalse();
    assertThat(run.count(MigrationAction.Query.class)).isEqualTo(2);
    run.on(progress("completed", 2, 100));
    assertThat(run.state.phase()).isInstanceOf(MigrationPhase.Sent.class);
  }

  @Test
  void completed_figuresNeverCome_isSentAllTheSame() {
    Run run = new Run(PRE_COPY, status("active"), status("completed"));
    for (int i = 0; i <= MigrationMachine.PATIENCE; i++) {
      assertThat(run.state.phase().isFinal()).isFalse();
      run.on(progress("completed", 2, 0));
    }
    assertThat(run.state.phase()).isInstanceOf(MigrationPhase.Sent.class);
  }

  @Test
  void postCopy_memoryMoves_asksForPostCopyAtOnceAndOnlyOnce() {
    Run run = new Run(POST_COPY, status("setup"), status("active"), progress("active", 1, 5));
    assertThat(run.count(MigrationAction.StartPostCopy.class)).isEqualTo(1);
    run.on(new MigrationEvent.VcpusStopped(), status("device"));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.StopAndCopy());
    run.on(status("postcopy-active"), new MigrationEvent.VcpusStopped(), status("active"));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.PostCopy());
  }

  @Test
  void hybrid_secondPass_asksForPostCopy() {
    Run run = new Run(HYBRID, status("active"), new MigrationEvent.PassBegan(1));
    assertThat(run.count(MigrationAction.StartPostCopy.class)).isZero();
    run.on(new MigrationEvent.PassBegan(2), new MigrationEvent.PassBegan(3));
    assertThat(run.count(MigrationAction.StartPostCopy.class)).isEqualTo(1);
  }

  @Test
  void hybrid_passEventLost_isFoundOutByAsking() {
    Run run = new Run(HYBRID, status("active"), progress("active", 2, 5));
    assertThat(run.count(MigrationAction.StartPostCopy.class)).isEqualTo(1);
  }

  @Test
  void hybrid_qemuRefusesPostCopy_staysPreCopyAndCanBeCancelled() {
    Run run = new Run(HYBRID, status("active"), new MigrationEvent.PassBegan(2));
    assertThat(run.state.cancellable()).isFalse();
    run.on(
        new MigrationEvent.Refused(new MigrationAction.StartPostCopy(), "no"),
        new MigrationEvent.PassBegan(3));
    assertThat(run.count(MigrationAction.StartPostCopy.class)).isEqualTo(1);
    assertThat(run.state.cancellable()).isTrue();
  }

  @Test
  void postCopyAsked_beforeMemoryMoves_isAskedForThen() {
    Run run = new Run(HYBRID, new MigrationEvent.PostCopyAsked());
    assertThat(run.wanted).isEmpty();
    run.on(status("active"));
    assertThat(run.wanted).containsExactly(new MigrationAction.StartPostCopy());
  }

  @Test
  void cancel_inPreCopy_endsCancelledOnceTheVmRuns() {
    Run run = new Run(PRE_COPY, status("active"), new MigrationEvent.CancelAsked());
    assertThat(run.wanted).containsExactly(new MigrationAction.Cancel());
    run.on(status("cancelling"), status("cancelled"), progress("cancelled", 1, 0));
    assertThat(run.state.phase().isFinal()).isFalse();
    run.on(new MigrationEvent.RunStateKnown(RUNS));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.Cancelled());
  }

  @Test
  void cancel_overdue_breaksTheConnectionAndIsStillACancel() {
    Run run =
        new Run(
            PRE_COPY,
            status("active"),
            new MigrationEvent.CancelAsked(),
            new MigrationEvent.Overdue());
    assertThat(run.count(MigrationAction.BreakConnection.class)).isEqualTo(1);
    run.on(status("failed"), failure("broken pipe"), new MigrationEvent.RunStateKnown(RUNS));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.Cancelled());
  }

  @Test
  void cancel_onceAskedForPostCopy_isNeverPassedOn() {
    Run run =
        new Run(
            POST_COPY,
            status("active"),
            new MigrationEvent.CancelAsked(),
            status("postcopy-active"),
            new MigrationEvent.CancelAsked());
    assertThat(run.count(MigrationAction.Cancel.class)).isZero();
    assertThat(run.state.cancellable()).isFalse();
  }

  @Test
  void failed_inPreCopy_waitsUntilTheVmRunsAndTellsWhy() {
    Run run =
        new Run(
            PRE_COPY,
            status("active"),
            status("failed"),
            failure("Broken pipe"),
            new MigrationEvent.RunStateKnown(STANDS),
            new MigrationEvent.RunStateKnown(RUNS));
    assertThat(run.state.phase())
        .isEqualTo(new MigrationPhase.Failed("pre-copy", "Broken pipe", true));
    assertThat(run.count(MigrationAction.Continue.class)).isZero();
  }

  @Test
  void failed_vmLeftStanding_isContinuedOnlyByTheOneWhoStartedIt() {
    MigrationEvent[] events = new MigrationEvent[MigrationMachine.PATIENCE + 1];
    Arrays.fill(events, new MigrationEvent.RunStateKnown(STANDS));
    Run own = new Run(PRE_COPY, status("active"), status("failed")).on(events);
    assertThat(own.count(MigrationAction.Continue.class)).isPositive();
    assertThat(own.state.phase())
        .isInstanceOfSatisfying(
            MigrationPhase.Failed.class,
            failed -> {
              assertThat(failed.vmRunsHere()).isFalse();
              assertThat(failed.cause()).contains("postmigrate");
            });
    Run followed =
        new Run(
                new MigrationMachine(Technique.PRE_COPY, false, true),
                status("active"),
                status("failed"))
            .on(events);
    assertThat(followed.count(MigrationAction.Continue.class)).isZero();
    assertThat(followed.state.phase().isFinal()).isTrue();
  }

  @Test
  void failed_inPostCopy_neverContinuesTheVm() {
    MigrationEvent[] events = new MigrationEvent[MigrationMachine.PATIENCE + 1];
    Arrays.fill(events, new MigrationEvent.RunStateKnown(STANDS));
    Run run =
        new Run(POST_COPY, status("active"), status("postcopy-active"), status("failed"))
            .on(failure("gone"))
            .on(events);
    assertThat(run.count(MigrationAction.Continue.class)).isZero();
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.Failed("post-copy", "gone", false));
  }

  @Test
  void stalled_inPreCopy_cancelsAndReportsTheStall() {
    Run run = new Run(PRE_COPY, status("active"), new MigrationEvent.Stalled("no byte for 10s"));
    assertThat(run.wanted).containsExactly(new MigrationAction.Cancel());
    run.on(new MigrationEvent.Stalled("no byte for 10s"));
    assertThat(run.wanted).endsWith(new MigrationAction.BreakConnection());
    run.on(status("cancelled"), new MigrationEvent.RunStateKnown(RUNS));
    assertThat(run.state.phase())
        .isEqualTo(new MigrationPhase.Failed("pre-copy", "no byte for 10s", true));
  }

  @Test
  void stalled_betweenAskingForPostCopyAndGettingIt_breaksTheConnection() {
    Run run = new Run(POST_COPY, status("active"), new MigrationEvent.Stalled("stall"));
    assertThat(run.wanted)
        .containsExactly(
            new MigrationAction.StartPostCopy(), new MigrationAction.BreakConnection());
    run.on(status("failed"), new MigrationEvent.RunStateKnown(RUNS));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.Failed("pre-copy", "stall", true));
  }

  @Test
  void stalled_inPostCopy_pausesThenRecovers() {
    Run run =
        new Run(
            POST_COPY,
            status("active"),
            status("postcopy-active"),
            new MigrationEvent.Stalled("stall"));
    assertThat(run.wanted).endsWith(new MigrationAction.Pause());
    run.on(status("postcopy-paused"), progress("postcopy-active", 2, 9));
    assertThat(run.state.phase()).isInstanceOf(MigrationPhase.PostCopyPaused.class);
    run.on(new MigrationEvent.RecoverAsked("tcp:1:2"), progress("postcopy-paused", 2, 9));
    assertThat(run.wanted).endsWith(new MigrationAction.Recover("tcp:1:2"));
    run.on(status("postcopy-recover-setup"), status("postcopy-recover"));
    assertThat(run.state.phase()).isInstanceOf(MigrationPhase.PostCopyPaused.class);
    run.on(status("postcopy-active"));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.PostCopy());
    run.on(status("completed"), progress("completed", 2, 100));
    assertThat(run.state.phase())
        .isInstanceOfSatisfying(
            MigrationPhase.Sent.class,
            sent -> assertThat(sent.downtime()).isEqualTo(Duration.ZERO));
  }

  @Test
  void downtime_toldDuringPostCopy_isBelievedRatherThanTheLastWord() {
    Run run = new Run(POST_COPY, status("active"), status("postcopy-active"));
    assertThat(run.count(MigrationAction.Query.class)).isEqualTo(1);
    run.on(progress("postcopy-active", 2, 50, 3), progress("completed", 2, 900, 850));
    assertThat(((MigrationPhase.Sent) run.state.phase()).downtime())
        .isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void downtime_toldAtTheEndOnly_isTaken() {
    Run run = new Run(POST_COPY, status("active"), status("postcopy-active"));
    run.on(progress("completed", 2, 900, 4));
    assertThat(((MigrationPhase.Sent) run.state.phase()).downtime())
        .isEqualTo(Duration.ofMillis(4));
  }

  /** As QEMU 7.2 does when the stop took it less than a millisecond. */
  @Test
  void downtime_longerThanTheMigration_isNone() {
    Run run = new Run(POST_COPY, status("active"), status("postcopy-active"));
    run.on(progress("completed", 2, 900, 39_098_706));
    assertThat(((MigrationPhase.Sent) run.state.phase()).downtime()).isEqualTo(Duration.ZERO);
  }

  @Test
  void recovery_thatQemuNeverConfirms_failsAndCanBeTriedAgain() {
    Run run =
        new Run(
            POST_COPY,
            status("postcopy-active"),
            status("postcopy-paused"),
            new MigrationEvent.RecoverAsked("tcp:1:2"));
    for (int i = 0; i <= MigrationMachine.PATIENCE; i++) {
      assertThat(run.state).isInstanceOf(MigrationState.Recovering.class);
      run.on(progress("postcopy-paused", 2, 9));
    }
    assertThat(run.state)
        .isEqualTo(new MigrationState.PostCopyPaused(AT_ONCE, "the destination cannot be reached"));
    run.on(
        new MigrationEvent.RecoverAsked("tcp:1:3"),
        new MigrationEvent.Refused(new MigrationAction.Recover("tcp:1:3"), "busy"));
    assertThat(run.state).isEqualTo(new MigrationState.PostCopyPaused(AT_ONCE, "busy"));
  }

  @Test
  void follow_ofWhateverQemuDoes_findsThePhase() {
    MigrationMachine machine = new MigrationMachine(Technique.POST_COPY, false, true);
    assertThat(phaseAfter(machine, "active")).isEqualTo(new MigrationPhase.PreCopy(3));
    assertThat(phaseAfter(machine, "device")).isEqualTo(new MigrationPhase.StopAndCopy());
    assertThat(phaseAfter(machine, "postcopy-active")).isEqualTo(new MigrationPhase.PostCopy());
    assertThat(phaseAfter(machine, "postcopy-paused"))
        .isInstanceOf(MigrationPhase.PostCopyPaused.class);
    assertThat(phaseAfter(machine, "completed")).isInstanceOf(MigrationPhase.Sent.class);
  }

  private static MigrationPhase phaseAfter(MigrationMachine machine, String status) {
    return machine.next(machine.follow(false).state(), progress(status, 3, 900)).state().phase();
  }

  @Test
  void start_refused_failsInSetupWithTheVmRunning() {
    Run run =
        new Run(PRE_COPY, new MigrationEvent.Refused(new MigrationAction.Start(), "bad uri"))
            .on(new MigrationEvent.RunStateKnown(RUNS));
    assertThat(run.state.phase()).isEqualTo(new MigrationPhase.Failed("setup", "bad uri", true));
  }

  @Test
  void pausedVm_failsAndStaysPaused() {
    Run run =
        new Run(new MigrationMachine(Technique.PRE_COPY, true, false), status("active"))
            .on(status("failed"), new MigrationEvent.RunStateKnown(new RunStatus("paused", false)));
    assertThat(run.state.phase().isFinal()).isTrue();
    assertThat(run.count(MigrationAction.Continue.class)).isZero();
  }

  @Test
  void processEnded_anyStateThatIsNotFinal_vmDoesNotRunHere() {
    for (MigrationState state : states()) {
      MigrationPhase phase =
          PRE_COPY.next(state, new MigrationEvent.ProcessEnded("killed")).state().phase();
      assertThat(phase.isFinal()).as("%s", state).isTrue();
      if (!(state instanceof MigrationState.Ended)) {
        assertThat(((MigrationPhase.Failed) phase).vmRunsHere()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void next_everyEventInEveryState_hasAnAnswerAndKeepsTheRules(Technique technique) {
    for (boolean mayContinue : List.of(true, false)) {
      MigrationMachine machine = new MigrationMachine(technique, mayContinue, true);
      for (MigrationState state : states()) {
        for (MigrationEvent event : events()) {
          check(state, event, machine.next(state, event));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Technique.class)
  void next_randomWalks_neverGiveTheVmBackAfterPostCopy(Technique technique) {
    Random random = new Random(7);
    List<MigrationEvent> events = events();
    for (int walk = 0; walk < 3000; walk++) {
      MigrationMachine machine = new MigrationMachine(technique, true, true);
      MigrationState state =
          walk % 2 == 0 ? machine.start().state() : machine.startWithDisk(0).state();
      boolean given = false;
      for (int i = 0; i < 40; i++) {
        Step step = machine.next(state, events.get(random.nextInt(events.size())));
        given |= step.state() instanceof MigrationState.PostCopy;
        if (given) {
          assertThat(step.actions())
              .doesNotContain(new MigrationAction.Continue(), new MigrationAction.Cancel());
        }
        state = step.state();
      }
    }
  }

  private static void check(MigrationState state, MigrationEvent event, Step step) {
    String what = state + " on " + event + " gave " + step;
    if (state instanceof MigrationState.Ended) {
      assertThat(step.state()).as(what).isEqualTo(state);
      assertThat(step.actions()).as(what).isEmpty();
    }
    // QEMU does not reach post-copy, whatever it was asked, before the disk is complete.
    boolean mayCancel =
        state instanceof AtSource s && (s.asked() != Asked.POST_COPY || s.disk().holds());
    boolean mayGive =
        state instanceof AtSource s
            && s.disk() == Disk.ENDING
            && event.equals(MigrationMachineDiskTest.mirror("concluded"));
    assertThat(step.actions().contains(new MigrationAction.SwitchOver()))
        .as(what)
        .isEqualTo(mayGive);
    boolean mayContinue = state instanceof MigrationState.Settling s && s.belongsHere();
    if (!mayCancel) {
      assertThat(step.actions()).as(what).doesNotContain(new MigrationAction.Cancel());
    }
    if (!mayContinue) {
      assertThat(step.actions()).as(what).doesNotContain(new MigrationAction.Continue());
    }
    boolean unknown =
        event instanceof MigrationEvent.StatusChanged(String status)
            && (status.equals("failing") || status.equals("colo") || status.isEmpty());
    if (unknown) {
      assertThat(step.state()).as(what).isEqualTo(state);
    }
  }

  private static List<MigrationState> states() {
    List<MigrationState> states = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      for (Asked asked : Asked.values()) {
        for (boolean wanted : List.of(true, false)) {
          for (Disk disk : Disk.values()) {
            states.add(new AtSource(stage, 2, asked, wanted, Optional.empty(), disk));
            states.add(new AtSource(stage, 2, asked, wanted, Optional.of("stall"), disk));
          }
        }
      }
    }
    for (boolean seen : List.of(true, false)) {
      states.add(new MigrationState.CopyingDisk(seen, true));
      states.add(new MigrationState.CopyingDisk(seen, false));
    }
    MigrationPhase shown = new MigrationPhase.PreCopy(2);
    states.add(new MigrationState.PostCopy(GIVEN));
    states.add(new MigrationState.PostCopy(AT_ONCE));
    states.add(new MigrationState.PostCopyPaused(GIVEN, "cause"));
    for (int patience : List.of(0, 1, MigrationMachine.PATIENCE / 2, MigrationMachine.PATIENCE)) {
      states.add(new MigrationState.Recovering(GIVEN, "cause", true, patience));
      states.add(new MigrationState.Recovering(GIVEN, "cause", false, patience));
      states.add(new MigrationState.Finishing(shown, GIVEN, patience));
      for (boolean disk : List.of(true, false)) {
        states.add(
            new MigrationState.Settling(shown, true, true, Optional.empty(), disk, patience));
        states.add(
            new MigrationState.Settling(shown, false, true, Optional.of("x"), disk, patience));
      }
      states.add(
          new MigrationState.Settling(shown, false, false, Optional.empty(), false, patience));
    }
    states.add(new MigrationState.Ended(new MigrationPhase.Cancelled()));
    states.add(new MigrationState.Ended(new MigrationPhase.Failed("setup", "cause", true)));
    return states;
  }

  private static List<MigrationEvent> events() {
    List<String> statuses =
        List.of(
            "none",
            "setup",
            "cancelling",
            "cancelled",
            "active",
            "postcopy-active",
            "postcopy-paused",
            "postcopy-recover-setup",
            "postcopy-recover",
            "completed",
            "failed",
            "colo",
            "pre-switchover",
            "device",
            "postcopy-device",
            "failing",
            "wait-unplug",
            "");
    Stream<MigrationAction> actions =
        Stream.of(
            new MigrationAction.AddDiskTarget(),
            new MigrationAction.StartMirror(0),
            new MigrationAction.LimitMirror(0),
            new MigrationAction.EndMirror(),
            new MigrationAction.BreakDisk(),
            new MigrationAction.AbortMirror(),
            new MigrationAction.DismissMirror(),
            new MigrationAction.RemoveDiskTarget(),
            new MigrationAction.QueryMirror(),
            new MigrationAction.SwitchOver(),
            new MigrationAction.Start(),
            new MigrationAction.StartPostCopy(),
            new MigrationAction.Cancel(),
            new MigrationAction.BreakConnection(),
            new MigrationAction.Pause(),
            new MigrationAction.Recover("tcp:1:2"),
            new MigrationAction.Query(),
            new MigrationAction.QueryRunState(),
            new MigrationAction.Continue());
    List<MigrationEvent> events = new ArrayList<>();
    statuses.forEach(status -> events.add(status(status)));
    statuses.forEach(status -> events.add(progress(status, 3, 0)));
    statuses.forEach(status -> events.add(progress(status, 3, 900)));
    events.add(failure("broken"));
    actions.forEach(action -> events.add(new MigrationEvent.Refused(action, "no")));
    events.add(new MigrationEvent.MirrorKnown(Optional.empty()));
    for (String job : List.of("running", "paused", "ready", "standby", "aborting", "new-one")) {
      events.add(MigrationMachineDiskTest.mirror(job));
    }
    events.add(MigrationMachineDiskTest.mirror("concluded"));
    events.add(MigrationMachineDiskTest.broken("reset"));
    events.add(new MigrationEvent.DiskTargetGone());
    events.add(new MigrationEvent.PassBegan(0));
    events.add(new MigrationEvent.PassBegan(3));
    events.add(new MigrationEvent.VcpusStopped());
    events.add(new MigrationEvent.VcpusResumed());
    for (String run : List.of("running", "paused", "postmigrate", "guest-panicked", "new-one")) {
      events.add(new MigrationEvent.RunStateKnown(new RunStatus(run, run.equals("running"))));
    }
    events.add(new MigrationEvent.Stalled("stall"));
    events.add(new MigrationEvent.Overdue());
    events.add(new MigrationEvent.ProcessEnded("killed"));
    events.add(new MigrationEvent.CancelAsked());
    events.add(new MigrationEvent.PostCopyAsked());
    events.add(new MigrationEvent.RecoverAsked("tcp:1:2"));
    return events;
  }
}
