package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.DiskTarget;
import dev.drover.hypervisor.qmp.BlockCommand;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.hypervisor.qmp.QmpCommand;
import java.util.Optional;

/** What the machine wants done. */
public sealed interface MigrationAction {
  /**
   * {@return what QEMU is to be told}
   *
   * @param place where a migration that starts goes
   */
  default QmpCommand<?> command(Place place) {
    return switch (this) {
      case AddDiskTarget _ ->
          new BlockCommand.NbdNodeAdd(
              Disks.THERE, place.disk().address(), place.disk().port(), Disks.NODE);
      case StartMirror m ->
          new BlockCommand.Mirror(Disks.JOB, Disks.NODE, Disks.THERE, m.bytesPerSecond());
      case LimitMirror m -> new BlockCommand.JobSpeed(Disks.JOB, m.bytesPerSecond());
      case EndMirror _ -> new BlockCommand.JobCancel(Disks.JOB, false);
      case BreakDisk _ -> new BlockCommand.YankNode(Disks.THERE);
      case AbortMirror _ -> new BlockCommand.JobCancel(Disks.JOB, true);
      case DismissMirror _ -> new BlockCommand.JobDismiss(Disks.JOB);
      case RemoveDiskTarget _ -> new BlockCommand.NodeDelete(Disks.THERE);
      case QueryMirror _ -> new BlockCommand.QueryJobs();
      case SwitchOver _ -> new QmpCommand.MigrateContinue(MigrationInfo.PRE_SWITCHOVER);
      case Start _ -> new QmpCommand.Migrate(place.uri(), false);
      case StartPostCopy _ -> new QmpCommand.MigrateStartPostcopy();
      case Cancel _ -> new QmpCommand.MigrateCancel();
      case BreakConnection _ -> new QmpCommand.YankMigration();
      case Pause _ -> new QmpCommand.MigratePause();
      case Recover again -> new QmpCommand.Migrate(again.uri(), true);
      case Query _ -> new QmpCommand.QueryMigrate();
      case QueryRunState _ -> new QmpCommand.QueryStatus();
      case Continue _ -> new QmpCommand.Cont();
    };
  }

  /**
   * Where a migration goes.
   *
   * @param uri of the memory
   * @param disk of the disk; never asked for when there is none
   */
  record Place(String uri, DiskTarget disk) {
    static Place of(String uri, Optional<DiskTarget> disk) {
      return new Place(uri, disk.orElse(new DiskTarget("", 0)));
    }
  }

  /** Connect to where the disk is received. */
  record AddDiskTarget() implements MigrationAction {}

  /**
   * Copy the disk there while the VM runs.
   *
   * @param bytesPerSecond 0 for no limit
   */
  record StartMirror(long bytesPerSecond) implements MigrationAction {}

  /** Change what {@link StartMirror} has set. */
  record LimitMirror(long bytesPerSecond) implements MigrationAction {}

  /** The VM stands still: copy what is left, then end. */
  record EndMirror() implements MigrationAction {}

  /** Break the disk's connection, so that nothing waits for it. */
  record BreakDisk() implements MigrationAction {}

  /** End the mirror, whatever is left. */
  record AbortMirror() implements MigrationAction {}

  /** Forget a mirror that has ended. */
  record DismissMirror() implements MigrationAction {}

  /** Let go of where the disk was received. */
  record RemoveDiskTarget() implements MigrationAction {}

  /** Ask how the mirror stands. */
  record QueryMirror() implements MigrationAction {}

  /** The disk is complete there: send the rest and give the VM away. */
  record SwitchOver() implements MigrationAction {}

  /** Start the migration. */
  record Start() implements MigrationAction {}

  record StartPostCopy() implements MigrationAction {}

  /** Ask QEMU to cancel; only ever said while the VM can run at the source. */
  record Cancel() implements MigrationAction {}

  /** Break the connection, which QEMU then sees as a network fault: it never loses the VM. */
  record BreakConnection() implements MigrationAction {}

  /** Pause post-copy, so that it can be recovered. */
  record Pause() implements MigrationAction {}

  record Recover(String uri) implements MigrationAction {}

  /** Ask how the migration stands. */
  record Query() implements MigrationAction {}

  /** Ask whether the vCPUs run. */
  record QueryRunState() implements MigrationAction {}

  /** Let the vCPUs run here. */
  record Continue() implements MigrationAction {}
}
