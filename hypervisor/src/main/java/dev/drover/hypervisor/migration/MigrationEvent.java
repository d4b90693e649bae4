package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.qmp.JobInfo;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.hypervisor.qmp.RunStatus;
import java.util.Optional;

/** What can happen to a migration, as seen from its source. */
public sealed interface MigrationEvent {
  /** QEMU announced a status; it may be one that this version does not know. */
  record StatusChanged(String status) implements MigrationEvent {}

  /** QEMU answered {@code query-migrate}. */
  record Progress(MigrationInfo info) implements MigrationEvent {}

  /** QEMU answered how the mirror of the disk stands; empty when it knows none. */
  record MirrorKnown(Optional<JobInfo> job) implements MigrationEvent {}

  /** QEMU has let go of where the disk was received, or never had it. */
  record DiskTargetGone() implements MigrationEvent {}

  /** QEMU began a pass over dirty memory. */
  record PassBegan(int pass) implements MigrationEvent {}

  /** The vCPUs stopped. */
  record VcpusStopped() implements MigrationEvent {}

  /** The vCPUs run again. */
  record VcpusResumed() implements MigrationEvent {}

  /** QEMU answered {@code query-status}. */
  record RunStateKnown(RunStatus status) implements MigrationEvent {}

  /** QEMU refused what an action asked for. */
  record Refused(MigrationAction action, String cause) implements MigrationEvent {}

  /** Nothing has moved for as long as is allowed. */
  record Stalled(String cause) implements MigrationEvent {}

  /** What was asked of QEMU should have had its effect by now. */
  record Overdue() implements MigrationEvent {}

  /** QEMU's process has ended. */
  record ProcessEnded(String cause) implements MigrationEvent {}

  record CancelAsked() implements MigrationEvent {}

  record PostCopyAsked() implements MigrationEvent {}

  record RecoverAsked(String uri) implements MigrationEvent {}
}
