package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.MigrationPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a migration stands, finer than {@link MigrationPhase}. */
public sealed interface MigrationState {
  /** How far a migration is whose VM still belongs to the source. */
  enum Stage {
    /** Nothing is sent yet. */
    STARTING,
    /** Memory is sent while the VM runs. */
    PRE_COPY,
    /** The vCPUs are stopped. */
    STOP_AND_COPY
  }

  /** What has been asked of QEMU and cannot be taken back. */
  enum Asked {
    NOTHING,
    POST_COPY,
    /** Post-copy was asked for and QEMU refused: it stays a pre-copy. */
    POST_COPY_REFUSED,
    CANCEL
  }

  /** What is known of a VM's disk while its memory is sent. */
  enum Disk {
    /** The VM has none. */
    NONE,
    /** The mirror has caught up and follows the guest; the VM is not given away without it. */
    MIRRORED,
    /** The VM stands still, and the mirror was asked to copy the rest and end. */
    ENDING,
    /** Both sides are the same, and QEMU was told to give the VM away. */
    COMPLETE,
    /** The mirror failed: the migration is being cancelled. */
    LOST;

    /** {@return whether QEMU does not give the VM away before it is told to} */
    boolean holds() {
      return this == MIRRORED || this == ENDING || this == LOST;
    }
  }

  /**
   * The disk is copied; the VM runs, and no memory is sent.
   *
   * @param seen whether QEMU has told of the mirror
   * @param postCopyWanted ask for post-copy as soon as memory moves
   */
  record CopyingDisk(boolean seen, boolean postCopyWanted) implements MigrationState {}

  /**
   * The VM belongs to the source, whatever happens.
   *
   * @param round pass over dirty memory, from 1
   * @param postCopyWanted ask for post-copy as soon as memory moves
   * @param stall why it is being ended, when that is for want of progress or of the disk
   */
  record AtSource(
      Stage stage,
      int round,
      Asked asked,
      boolean postCopyWanted,
      Optional<String> stall,
      Disk disk)
      implements MigrationState {
    AtSource in(Stage next) {
      return new AtSource(next, round, asked, postCopyWanted, stall, disk);
    }

    AtSource round(int next) {
      return new AtSource(stage, next, asked, postCopyWanted, stall, disk);
    }

    AtSource asked(Asked next) {
      return new AtSource(stage, round, next, postCopyWanted, stall, disk);
    }

    AtSource wantingPostCopy() {
      return new AtSource(stage, round, asked, true, stall, disk);
    }

    AtSource disk(Disk next) {
      return new AtSource(stage, round, asked, postCopyWanted, stall, next);
    }

    AtSource stalled(String cause) {
      return new AtSource(stage, round, asked, postCopyWanted, Optional.of(cause), disk);
    }
  }

  /**
   * What is kept from the moment that the VM was given away.
   *
   * @param downtime as QEMU told it while in post-copy; what it tells later can be wrong
   */
  record Given(int round, boolean recovered, Optional<Duration> downtime) {}

  /** The VM belongs to the destination. */
  record PostCopy(Given given) implements MigrationState {}

  record PostCopyPaused(Given given, String cause) implements MigrationState {}

  /**
   * Joining both ends again.
   *
   * @param confirmed QEMU said that it tries
   * @param patience answers after which an attempt that QEMU never confirmed has failed
   */
  record Recovering(Given given, String cause, boolean confirmed, int patience)
      implements MigrationState {}

  /**
   * All is sent; QEMU's final figures are awaited.
   *
   * @param patience answers without figures that are still tolerated
   */
  record Finishing(MigrationPhase shown, Given given, int patience) implements MigrationState {}

  /**
   * It ended before all was sent; awaited is why, whether the VM runs here, and that its disk is
   * mirrored no more.
   *
   * @param belongsHere false once the VM may run at the destination
   * @param disk whether QEMU may still have a mirror, or where it went
   * @param patience answers after which the VM is not expected to run by itself any more
   */
  record Settling(
      MigrationPhase shown,
      boolean cancelled,
      boolean belongsHere,
      Optional<String> cause,
      boolean disk,
      int patience)
      implements MigrationState {
    Settling caused(Optional<String> why) {
      return new Settling(shown, cancelled, belongsHere, why, disk, patience);
    }

    Settling lessPatient() {
      return new Settling(shown, cancelled, belongsHere, cause, disk, patience - 1);
    }

    Settling withoutDisk() {
      return new Settling(shown, cancelled, belongsHere, cause, false, patience);
    }
  }

  /** Nothing follows. */
  record Ended(MigrationPhase shown) implements MigrationState {}

  /** {@return what is told to the outside} */
  default MigrationPhase phase() {
    return switch (this) {
      case CopyingDisk s -> s.seen() ? new MigrationPhase.DiskCopy() : new MigrationPhase.Setup();
      case AtSource s ->
          switch (s.stage()) {
            case STARTING ->
                s.disk() == Disk.NONE ? new MigrationPhase.Setup() : new MigrationPhase.DiskCopy();
            case PRE_COPY -> new MigrationPhase.PreCopy(s.round());
            case STOP_AND_COPY -> new MigrationPhase.StopAndCopy();
          };
      case PostCopy _ -> new MigrationPhase.PostCopy();
      case PostCopyPaused s -> new MigrationPhase.PostCopyPaused(s.cause());
      case Recovering s -> new MigrationPhase.PostCopyPaused(s.cause());
      case Finishing s -> s.shown();
      case Settling s -> s.shown();
      case Ended s -> s.shown();
    };
  }

  /** {@return whether a request to cancel has, or had, an effect} */
  default boolean cancellable() {
    return switch (this) {
      case CopyingDisk _ -> true;
      case AtSource s -> s.asked() != Asked.POST_COPY || s.disk().holds();
      case Settling s -> s.belongsHere();
      case PostCopy _, PostCopyPaused _, Recovering _, Finishing _, Ended _ -> false;
    };
  }

  /** {@return what to ask QEMU ten times a second} */
  default List<MigrationAction> questions() {
    MigrationAction mirror = new MigrationAction.QueryMirror();
    return switch (this) {
      case CopyingDisk _ -> List.of(mirror);
      case AtSource s when s.disk() == Disk.ENDING -> List.of(new MigrationAction.Query(), mirror);
      case Settling s when s.disk() -> List.of(new MigrationAction.QueryRunState(), mirror);
      case Settling _ -> List.of(new MigrationAction.QueryRunState());
      case AtSource _, PostCopy _, PostCopyPaused _, Recovering _, Finishing _, Ended _ ->
          List.of(new MigrationAction.Query());
    };
  }

  /** {@return whether what becomes of the mirror matters} */
  default boolean asksForMirror() {
    return switch (this) {
      case CopyingDisk _ -> true;
      case AtSource s -> s.disk().holds();
      case Settling s -> s.disk();
      case PostCopy _, PostCopyPaused _, Recovering _, Finishing _, Ended _ -> false;
    };
  }

  /** {@return whether a limit is the mirror's too} */
  default boolean limitsDisk() {
    return this instanceof CopyingDisk || (this instanceof AtSource s && s.disk() == Disk.MIRRORED);
  }
}
