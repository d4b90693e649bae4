package dev.drover.hypervisor.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.migration.MigrationAction.AbortMirror;
import dev.drover.hypervisor.migration.MigrationAction.AddDiskTarget;
import dev.drover.hypervisor.migration.MigrationAction.BreakConnection;
import dev.drover.hypervisor.migration.MigrationAction.BreakDisk;
import dev.drover.hypervisor.migration.MigrationAction.Cancel;
import dev.drover.hypervisor.migration.MigrationAction.DismissMirror;
import dev.drover.hypervisor.migration.MigrationAction.EndMirror;
import dev.drover.hypervisor.migration.MigrationAction.LimitMirror;
import dev.drover.hypervisor.migration.MigrationAction.Query;
import dev.drover.hypervisor.migration.MigrationAction.QueryMirror;
import dev.drover.hypervisor.migration.MigrationAction.QueryRunState;
import dev.drover.hypervisor.migration.MigrationAction.RemoveDiskTarget;
import dev.drover.hypervisor.migration.MigrationAction.Start;
import dev.drover.hypervisor.migration.MigrationAction.StartMirror;
import dev.drover.hypervisor.migration.MigrationAction.StartPostCopy;
import dev.drover.hypervisor.migration.MigrationAction.SwitchOver;
import dev.drover.hypervisor.migration.MigrationMachine.Step;
import dev.drover.hypervisor.qmp.JobInfo;
import dev.drover.hypervisor.qmp.RunStatus;
import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the machine does about a VM's disk. */
class MigrationMachineDiskTest {
  private static final MigrationMachine PRE_COPY =
      new MigrationMachine(Technique.PRE_COPY, true, true);
  private static final MigrationMachine POST_COPY =
      new MigrationMachine(Technique.POST_COPY, true, true);
  private static final MigrationEvent ABSENT = new MigrationEvent.MirrorKnown(Optional.empty());
  private static final MigrationEvent RUNS =
      new MigrationEvent.RunStateKnown(new RunStatus("running", true));

  private final List<MigrationAction> wanted = new ArrayList<>();

  static MigrationEvent mirror(String status) {
    return new MigrationEvent.MirrorKnown(Optional.of(job(status, Optional.empty())));
  }

  static MigrationEvent broken(String error) {
    return new MigrationEvent.MirrorKnown(Optional.of(job("concluded", Optional.of(error))));
  }

  private static JobInfo job(String status, Optional<String> error) {
    return new JobInfo("disk0-mirror", status, Bytes.of(5), Bytes.of(9), error);
  }

  private static MigrationEvent status(String status) {
    return new MigrationEvent.StatusChanged(status);
  }

  /** Goes on from {@code state}; what was wanted last is in {@link #wanted}. */
  private MigrationState after(
      MigrationMachine machine, MigrationState state, MigrationEvent... events) {
    MigrationState now = state;
    for (MigrationEvent event : events) {
      Step step = machine.next(now, event);
      now = step.state();
      wanted.clear();
      wanted.addAll(step.actions());
    }
    return now;
  }

  private MigrationState copying(MigrationMachine machine) {
    return after(machine, machine.startWithDisk(1000).state(), mirror("running"));
  }

  private MigrationState sending(MigrationMachine machine) {
    return after(machine, copying(machine), mirror("ready"), status("setup"), status("active"));
  }

  @Test
  void start_vmWithADisk_copiesItBeforeMemory() {
    Step first = PRE_COPY.startWithDisk(1000);
    assertThat(first.actions())
        .containsExactly(new AddDiskTarget(), new StartMirror(1000), new QueryMirror());
    assertThat(first.state().phase()).isEqualTo(new MigrationPhase.Setup());

    MigrationState state = after(PRE_COPY, first.state(), mirror("running"));
    assertThat(state.phase()).isEqualTo(new MigrationPhase.DiskCopy());
    assertThat(wanted).isEmpty();

    state = after(PRE_COPY, state, mirror("paused"), mirror("ready"));
    assertThat(wanted).containsExactly(new Start());
    assertThat(state.phase()).isEqualTo(new MigrationPhase.DiskCopy());
    assertThat(after(PRE_COPY, state, status("active")).phase())
        .isEqualTo(new MigrationPhase.PreCopy(1));
  }

  @Test
  void preSwitchover_mirrorEnds_vmIsGivenAwayOnlyThen() {
    MigrationState state =
        after(
            PRE_COPY,
            sending(PRE_COPY),
            new MigrationEvent.VcpusStopped(),
            status("pre-switchover"));
    assertThat(wanted).containsExactly(new LimitMirror(0), new EndMirror(), new QueryMirror());
    assertThat(state.phase()).isEqualTo(new MigrationPhase.StopAndCopy());
    assertThat(state.questions()).containsExactly(new Query(), new QueryMirror());

    state = after(PRE_COPY, state, status("pre-switchover"), mirror("ready"), mirror("pending"));
    assertThat(wanted).isEmpty();
    state = after(PRE_COPY, state, mirror("concluded"));
    assertThat(wanted)
        .containsExactly(new DismissMirror(), new RemoveDiskTarget(), new SwitchOver());
    after(PRE_COPY, state, mirror("concluded"), ABSENT, status("device"));
    assertThat(wanted).isEmpty();
  }

  @Test
  void mirror_breaksAtPreSwitchover_isCancelledAndTheVmRunsHere() {
    MigrationState state = after(PRE_COPY, sending(PRE_COPY), status("pre-switchover"));
    state = after(PRE_COPY, state, broken("Connection reset by peer"));
    assertThat(wanted).containsExactly(new Cancel());

    state = after(PRE_COPY, state, status("cancelled"));
    assertThat(wanted)
        .containsExactly(
            new BreakDisk(),
            new AbortMirror(),
            new QueryMirror(),
            new Query(),
            new QueryRunState());
    state = after(PRE_COPY, state, broken("Connection reset by peer"));
    assertThat(wanted).containsExactly(new DismissMirror(), new RemoveDiskTarget());
    state = after(PRE_COPY, state, RUNS);
    assertThat(state.phase().isFinal()).isFalse();
    state = after(PRE_COPY, state, new MigrationEvent.DiskTargetGone(), RUNS);
    assertThat(state.phase())
        .isEqualTo(
            new MigrationPhase.Failed(
                "stop-and-copy", "the copy of the disk broke: Connection reset by peer", true));
  }

  @Test
  void mirror_endsByItselfWhileMemoryIsSent_isNotTrusted() {
    after(PRE_COPY, sending(PRE_COPY), mirror("concluded"));
    assertThat(wanted).containsExactly(new Cancel());
    after(PRE_COPY, sending(PRE_COPY), ABSENT);
    assertThat(wanted).containsExactly(new Cancel());
  }

  @Test
  void mirror_breaksAfterPostCopyWasAskedFor_isCancelledAllTheSame() {
    MigrationState state = sending(POST_COPY);
    assertThat(wanted).containsExactly(new StartPostCopy());
    after(POST_COPY, state, broken("reset"));
    assertThat(wanted).containsExactly(new Cancel());
  }

  @Test
  void cancel_inPostCopyThatHasBeenGivenTheDisk_isRefused() {
    MigrationState state =
        after(POST_COPY, sending(POST_COPY), status("pre-switchover"), mirror("concluded"));
    assertThat(state.cancellable()).isFalse();
    after(POST_COPY, state, new MigrationEvent.CancelAsked());
    assertThat(wanted).isEmpty();
  }

  @Test
  void cancel_whileTheDiskIsCopied_breaksItAtOnce() {
    MigrationState state = after(PRE_COPY, copying(PRE_COPY), new MigrationEvent.CancelAsked());
    assertThat(wanted)
        .containsExactly(
            new BreakDisk(), new AbortMirror(), new QueryMirror(), new QueryRunState());
    state = after(PRE_COPY, state, broken("Operation canceled"));
    state = after(PRE_COPY, state, new MigrationEvent.DiskTargetGone(), RUNS);
    assertThat(state.phase()).isEqualTo(new MigrationPhase.Cancelled());
  }

  @Test
  void diskTarget_refused_failsWithQemusWords() {
    MigrationState state =
        after(
            PRE_COPY,
            PRE_COPY.startWithDisk(0).state(),
            new MigrationEvent.Refused(new AddDiskTarget(), "Connection refused"),
            new MigrationEvent.Refused(new StartMirror(0), "no such node"),
            ABSENT);
    assertThat(wanted).containsExactly(new RemoveDiskTarget());
    state =
        after(PRE_COPY, state, new MigrationEvent.Refused(new RemoveDiskTarget(), "no node"), RUNS);
    assertThat(state.phase())
        .isEqualTo(new MigrationPhase.Failed("setup", "Connection refused", true));
  }

  @Test
  void mirrorThatNeverLetsGo_vmRuns_endsAllTheSame() {
    MigrationState state = after(PRE_COPY, copying(PRE_COPY), new MigrationEvent.CancelAsked());
    for (int i = 0; i < MigrationMachine.PATIENCE; i++) {
      assertThat(state.phase().isFinal()).isFalse();
      state = after(PRE_COPY, state, mirror("aborting"), RUNS);
    }
    assertThat(after(PRE_COPY, state, RUNS).phase()).isEqualTo(new MigrationPhase.Cancelled());
  }

  @Test
  void stall_whileTheDiskIsWaitedFor_breaksItFirst() {
    after(PRE_COPY, copying(PRE_COPY), new MigrationEvent.Stalled("still"));
    assertThat(wanted)
        .containsExactly(
            new BreakDisk(), new AbortMirror(), new QueryMirror(), new QueryRunState());

    MigrationState state = after(PRE_COPY, sending(PRE_COPY), new MigrationEvent.Stalled("still"));
    assertThat(wanted).containsExactly(new BreakDisk(), new Cancel());
    after(PRE_COPY, state, new MigrationEvent.Overdue());
    assertThat(wanted).containsExactly(new BreakDisk(), new BreakConnection());
  }

  @Test
  void follow_atPreSwitchoverWithAnEndedMirror_goesOn() {
    Step first = PRE_COPY.follow(true);
    assertThat(first.actions()).containsExactly(new Query(), new QueryMirror());
    after(PRE_COPY, first.state(), status("pre-switchover"), mirror("concluded"));
    assertThat(wanted)
        .containsExactly(new DismissMirror(), new RemoveDiskTarget(), new SwitchOver());
  }

  @Test
  void follow_mirrorUnknown_isCancelled() {
    after(PRE_COPY, PRE_COPY.follow(true).state(), status("active"), ABSENT);
    assertThat(wanted).containsExactly(new Cancel());
  }

  @Test
  void follow_pastTheSwitchover_needsNoMirror() {
    after(PRE_COPY, PRE_COPY.follow(true).state(), status("device"), ABSENT);
    assertThat(wanted).isEmpty();
  }

  @Test
  void postCopyAsked_whileTheDiskIsCopied_isRemembered() {
    MigrationMachine hybrid = new MigrationMachine(Technique.HYBRID, true, true);
    after(
        hybrid,
        copying(hybrid),
        new MigrationEvent.PostCopyAsked(),
        mirror("running"),
        mirror("ready"),
        status("active"));
    assertThat(wanted).containsExactly(new StartPostCopy());
  }
}
