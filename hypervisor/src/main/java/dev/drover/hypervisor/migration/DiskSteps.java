package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.migration.MigrationAction.AbortMirror;
import dev.drover.hypervisor.migration.MigrationAction.BreakDisk;
import dev.drover.hypervisor.migration.MigrationAction.Cancel;
import dev.drover.hypervisor.migration.MigrationAction.DismissMirror;
import dev.drover.hypervisor.migration.MigrationAction.EndMirror;
import dev.drover.hypervisor.migration.MigrationAction.LimitMirror;
import dev.drover.hypervisor.migration.MigrationAction.QueryMirror;
import dev.drover.hypervisor.migration.MigrationAction.QueryRunState;
import dev.drover.hypervisor.migration.MigrationAction.RemoveDiskTarget;
import dev.drover.hypervisor.migration.MigrationAction.Start;
import dev.drover.hypervisor.migration.MigrationAction.SwitchOver;
import dev.drover.hypervisor.migration.MigrationMachine.Step;
import dev.drover.hypervisor.migration.MigrationState.Asked;
import dev.drover.hypervisor.migration.MigrationState.AtSource;
import dev.drover.hypervisor.migration.MigrationState.CopyingDisk;
import dev.drover.hypervisor.migration.MigrationState.Disk;
import dev.drover.hypervisor.migration.MigrationState.Ended;
import dev.drover.hypervisor.migration.MigrationState.Finishing;
import dev.drover.hypervisor.migration.MigrationState.PostCopy;
import dev.drover.hypervisor.migration.MigrationState.PostCopyPaused;
import dev.drover.hypervisor.migration.MigrationState.Recovering;
import dev.drover.hypervisor.migration.MigrationState.Settling;
import dev.drover.hypervisor.migration.MigrationState.Stage;
import dev.drover.hypervisor.qmp.JobInfo;
import java.util.Optional;

/**
 * What {@link MigrationMachine} does about a VM's disk. The mirror runs from before memory is sent
 * until the vCPUs stand still; QEMU waits then, is told to give the VM away only once the mirror
 * has ended without an error, and is cancelled otherwise.
 */
final class DiskSteps {
  /** The status of a mirror that has ended, for whatever reason; it is dismissed then. */
  private static final String CONCLUDED = "concluded";

  private DiskSteps() {}

  /** QEMU waits to be told to go on, which it does only for a VM with a disk. */
  static Step switchover(MigrationState state) {
    return state instanceof AtSource s && s.disk() == Disk.MIRRORED
        ? Step.to(
            s.in(Stage.STOP_AND_COPY).disk(Disk.ENDING),
            new LimitMirror(0),
            new EndMirror(),
            new QueryMirror())
        : MigrationMachine.stopped(state);
  }

  /** It never goes so far before the disk is complete. */
  static Step givenAway(MigrationState state) {
    return MigrationMachine.stopped(
        state instanceof AtSource s && s.disk().holds() && s.disk() != Disk.LOST
            ? s.disk(Disk.COMPLETE)
            : state);
  }

  static Step mirror(MigrationState state, Optional<JobInfo> job) {
    boolean concluded = job.filter(known -> known.status().equals(CONCLUDED)).isPresent();
    return switch (state) {
      case CopyingDisk s when concluded || (s.seen() && job.isEmpty()) ->
          stopCopying(s, false, Optional.of(diskFault(job)));
      case CopyingDisk s when job.map(JobInfo::status).filter(DiskSteps::follows).isPresent() ->
          Step.to(
              new AtSource(
                  Stage.STARTING,
                  1,
                  Asked.NOTHING,
                  s.postCopyWanted(),
                  Optional.empty(),
                  Disk.MIRRORED),
              new Start());
      case CopyingDisk s -> Step.to(new CopyingDisk(job.isPresent(), s.postCopyWanted()));
      case AtSource s when s.disk() == Disk.ENDING && concluded && job.get().error().isEmpty() ->
          Step.to(
              s.disk(Disk.COMPLETE), new DismissMirror(), new RemoveDiskTarget(), new SwitchOver());
      case AtSource s
          when s.disk().holds() && s.disk() != Disk.LOST && (concluded || job.isEmpty()) ->
          Step.to(s.disk(Disk.LOST).stalled(diskFault(job)).asked(Asked.CANCEL), new Cancel());
      case Settling s when s.disk() && concluded ->
          Step.to(s, new DismissMirror(), new RemoveDiskTarget());
      case Settling s when s.disk() && job.isEmpty() -> Step.to(s, new RemoveDiskTarget());
      case AtSource _,
          PostCopy _,
          PostCopyPaused _,
          Recovering _,
          Finishing _,
          Settling _,
          Ended _ ->
          Step.to(state);
    };
  }

  /** {@return whether a mirror of that status has caught up with the guest} */
  private static boolean follows(String status) {
    return status.equals("ready") || status.equals("standby");
  }

  private static String diskFault(Optional<JobInfo> job) {
    return job.flatMap(JobInfo::error)
        .map(error -> "the copy of the disk broke: " + error)
        .orElse("the copy of the disk has ended early");
  }

  static Step stopCopying(CopyingDisk state, boolean cancelled, Optional<String> cause) {
    return Step.to(
        new Settling(state.phase(), cancelled, true, cause, true, MigrationMachine.PATIENCE),
        new BreakDisk(),
        new AbortMirror(),
        new QueryMirror(),
        new QueryRunState());
  }
}
