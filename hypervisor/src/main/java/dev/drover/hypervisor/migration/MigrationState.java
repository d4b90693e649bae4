package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.MigrationPhase;
import java.time.Duration;
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

  /**
   * The VM belongs to the source, whatever happens.
   *
   * @param round pass over dirty memory, from 1
   * @param postCopyWanted ask for post-copy as soon as memory moves
   * @param stall why it is being ended, when that is for want of progress
   */
  record AtSource(
      Stage stage, int round, Asked asked, boolean postCopyWanted, Optional<String> stall)
      implements MigrationState {
    AtSource in(Stage next) {
      return new AtSource(next, round, asked, postCopyWanted, stall);
    }

    AtSource round(int next) {
      return new AtSource(stage, next, asked, postCopyWanted, stall);
    }

    AtSource asked(Asked next) {
      return new AtSource(stage, round, next, postCopyWanted, stall);
    }

    AtSource wantingPostCopy() {
      return new AtSource(stage, round, asked, true, stall);
    }

    AtSource stalled(String cause) {
      return new AtSource(stage, round, asked, postCopyWanted, Optional.of(cause));
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
   * It ended before all was sent; awaited is why, and whether the VM runs here.
   *
   * @param belongsHere false once the VM may run at the destination
   * @param patience answers after which the VM is not expected to run by itself any more
   */
  record Settling(
      MigrationPhase shown,
      boolean cancelled,
      boolean belongsHere,
      Optional<String> cause,
      int patience)
      implements MigrationState {}

  /** Nothing follows. */
  record Ended(MigrationPhase shown) implements MigrationState {}

  /** {@return what is told to the outside} */
  default MigrationPhase phase() {
    return switch (this) {
      case AtSource s ->
          switch (s.stage()) {
            case STARTING -> new MigrationPhase.Setup();
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
      case AtSource s -> s.asked() != Asked.POST_COPY;
      case Settling s -> s.belongsHere();
      case PostCopy _, PostCopyPaused _, Recovering _, Finishing _, Ended _ -> false;
    };
  }
}
