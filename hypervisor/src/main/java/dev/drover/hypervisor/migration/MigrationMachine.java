package dev.drover.hypervisor.migration;

import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.migration.MigrationAction.AbortMirror;
import dev.drover.hypervisor.migration.MigrationAction.AddDiskTarget;
import dev.drover.hypervisor.migration.MigrationAction.BreakConnection;
import dev.drover.hypervisor.migration.MigrationAction.BreakDisk;
import dev.drover.hypervisor.migration.MigrationAction.Cancel;
import dev.drover.hypervisor.migration.MigrationAction.Continue;
import dev.drover.hypervisor.migration.MigrationAction.DismissMirror;
import dev.drover.hypervisor.migration.MigrationAction.EndMirror;
import dev.drover.hypervisor.migration.MigrationAction.LimitMirror;
import dev.drover.hypervisor.migration.MigrationAction.Pause;
import dev.drover.hypervisor.migration.MigrationAction.Query;
import dev.drover.hypervisor.migration.MigrationAction.QueryMirror;
import dev.drover.hypervisor.migration.MigrationAction.QueryRunState;
import dev.drover.hypervisor.migration.MigrationAction.Recover;
import dev.drover.hypervisor.migration.MigrationAction.RemoveDiskTarget;
import dev.drover.hypervisor.migration.MigrationAction.Start;
import dev.drover.hypervisor.migration.MigrationAction.StartMirror;
import dev.drover.hypervisor.migration.MigrationAction.StartPostCopy;
import dev.drover.hypervisor.migration.MigrationAction.SwitchOver;
import dev.drover.hypervisor.migration.MigrationState.Asked;
import dev.drover.hypervisor.migration.MigrationState.AtSource;
import dev.drover.hypervisor.migration.MigrationState.CopyingDisk;
import dev.drover.hypervisor.migration.MigrationState.Disk;
import dev.drover.hypervisor.migration.MigrationState.Ended;
import dev.drover.hypervisor.migration.MigrationState.Finishing;
import dev.drover.hypervisor.migration.MigrationState.Given;
import dev.drover.hypervisor.migration.MigrationState.PostCopy;
import dev.drover.hypervisor.migration.MigrationState.PostCopyPaused;
import dev.drover.hypervisor.migration.MigrationState.Recovering;
import dev.drover.hypervisor.migration.MigrationState.Settling;
import dev.drover.hypervisor.migration.MigrationState.Stage;
import dev.drover.hypervisor.qmp.MigrationInfo;
import dev.drover.hypervisor.qmp.RunStatus;
import dev.drover.model.Technique;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from what in a migration at its source. Pure and total: every event has an answer in
 * every state, and a status that is not known changes nothing.
 *
 * <p>Two rules keep the VM in one place. Once QEMU was asked for post-copy it is never asked to
 * cancel, since a cancel that meets post-copy loses the VM; a stalled connection is broken instead,
 * and QEMU's own status then says on which side of the line it was. And the VM is let run here
 * again only when it never reached post-copy.
 *
 * @param technique how memory crosses
 * @param mayContinue whether a VM that QEMU leaves stopped after a failed pre-copy may be let run;
 *     false when an earlier process, which may have given the VM away, started the migration
 * @param ranBefore whether the VM ran when the migration started
 */
public record MigrationMachine(Technique technique, boolean mayContinue, boolean ranBefore) {
  /** Answers to wait for before taking matters in hand; the driver asks ten times a second. */
  static final int PATIENCE = 20;

  private static final AtSource INITIAL =
      new AtSource(Stage.STARTING, 1, Asked.NOTHING, false, Optional.empty(), Disk.NONE);

  /** The next state, and what to do on the way into it, in order. */
  public record Step(MigrationState state, List<MigrationAction> actions) {
    public Step {
      actions = List.copyOf(actions);
    }

    static Step to(MigrationState state, MigrationAction... actions) {
      return new Step(state, List.of(actions));
    }
  }

  /** {@return the state before anything was asked of QEMU, and the action that starts it} */
  public Step start() {
    return Step.to(INITIAL, new Start());
  }

  /**
   * {@return the same for a VM with a disk, which is copied first}
   *
   * @param bytesPerSecond how fast; 0 for no limit
   */
  public Step startWithDisk(long bytesPerSecond) {
    return Step.to(
        new CopyingDisk(false, false),
        new AddDiskTarget(),
        new StartMirror(bytesPerSecond),
        new QueryMirror());
  }

  /**
   * {@return the state from which a migration that runs already is picked up}
   *
   * @param disk whether the VM has one
   */
  public Step follow(boolean disk) {
    return disk
        ? Step.to(INITIAL.disk(Disk.MIRRORED), new Query(), new QueryMirror())
        : Step.to(INITIAL, new Query());
  }

  /** {@return what follows} */
  public Step next(MigrationState state, MigrationEvent event) {
    if (state instanceof Ended) {
      return Step.to(state);
    }
    return switch (event) {
      case MigrationEvent.StatusChanged e -> status(state, e.status(), Optional.empty());
      case MigrationEvent.Progress e -> progress(state, e.info());
      case MigrationEvent.PassBegan e -> pass(state, e.pass(), new Query());
      case MigrationEvent.MirrorKnown e -> DiskSteps.mirror(state, e.job());
      case MigrationEvent.DiskTargetGone _ ->
          Step.to(state instanceof Settling s ? s.withoutDisk() : state);
      case MigrationEvent.VcpusStopped _ -> stopped(state);
      case MigrationEvent.VcpusResumed _ ->
          state instanceof Settling ? Step.to(state, new QueryRunState()) : Step.to(state);
      case MigrationEvent.RunStateKnown e -> runState(state, e.status());
      case MigrationEvent.Refused e -> refused(state, e.action(), e.cause());
      case MigrationEvent.Stalled e -> stalled(state, e.cause());
      case MigrationEvent.Overdue _ -> overdue(state);
      case MigrationEvent.ProcessEnded e -> failed(state, e.cause(), false);
      case MigrationEvent.CancelAsked _ ->
          switch (state) {
            case CopyingDisk s -> DiskSteps.stopCopying(s, true, Optional.empty());
            case AtSource s when s.cancellable() -> Step.to(s.asked(Asked.CANCEL), new Cancel());
            case AtSource _,
                PostCopy _,
                PostCopyPaused _,
                Recovering _,
                Finishing _,
                Settling _,
                Ended _ ->
                Step.to(state);
          };
      case MigrationEvent.PostCopyAsked _ -> postCopyAsked(state);
      case MigrationEvent.RecoverAsked e ->
          state instanceof PostCopyPaused s
              ? Step.to(new Recovering(s.given(), s.cause(), false, PATIENCE), new Recover(e.uri()))
              : Step.to(state);
    };
  }

  /** QEMU's statuses are those of QAPI's {@code MigrationStatus}, versions 7.2 to 10.2. */
  private Step status(MigrationState state, String status, Optional<MigrationInfo> info) {
    Optional<String> error = info.flatMap(MigrationInfo::error);
    return switch (status) {
      case "active" -> active(state);
      case MigrationInfo.PRE_SWITCHOVER -> DiskSteps.switchover(state);
      case "device", "postcopy-device" -> DiskSteps.givenAway(state);
      case "postcopy-active" -> postCopyActive(state, info);
      case "postcopy-paused" -> paused(state, error, info.isEmpty());
      case "postcopy-recover", "postcopy-recover-setup" -> recovering(state);
      case "completed" -> completed(state, info);
      case "cancelled" -> gaveUp(state, true, error);
      case "failed" -> gaveUp(state, false, error);
      case MigrationInfo.NONE ->
          state instanceof AtSource s && s.stage() == Stage.STARTING
              ? settle(s, false, Optional.of("QEMU never started it"))
              : Step.to(state);
      default -> Step.to(state);
    };
  }

  private Step progress(MigrationState state, MigrationInfo info) {
    Step first = status(state, info.status(), Optional.of(info));
    if (info.memory().isEmpty()) {
      return first;
    }
    Step second = pass(first.state(), info.memory().get().syncs());
    List<MigrationAction> actions = new ArrayList<>(first.actions());
    actions.addAll(second.actions());
    return new Step(second.state(), actions);
  }

  private Step active(MigrationState state) {
    if (!(state instanceof AtSource s) || s.stage() != Stage.STARTING) {
      return Step.to(state);
    }
    AtSource sending = s.in(Stage.PRE_COPY);
    return s.asked() == Asked.NOTHING && (technique == Technique.POST_COPY || s.postCopyWanted())
        ? Step.to(sending.asked(Asked.POST_COPY), new StartPostCopy())
        : Step.to(sending);
  }

  private Step pass(MigrationState state, int pass, MigrationAction... sampling) {
    if (!(state instanceof AtSource s) || pass <= s.round()) {
      return Step.to(state);
    }
    return technique == Technique.HYBRID
            && s.stage() == Stage.PRE_COPY
            && s.asked() == Asked.NOTHING
        ? Step.to(s.round(pass).asked(Asked.POST_COPY), new StartPostCopy())
        : Step.to(s.round(pass), sampling);
  }

  static Step stopped(MigrationState state) {
    return Step.to(state instanceof AtSource s ? s.in(Stage.STOP_AND_COPY) : state);
  }

  private static Step postCopyActive(MigrationState state, Optional<MigrationInfo> info) {
    return switch (state) {
      case AtSource s -> Step.to(new PostCopy(given(s, false)), new Query());
      case PostCopy s when s.given().downtime().isEmpty() && !s.given().recovered() ->
          Step.to(
              new PostCopy(
                  new Given(s.given().round(), false, info.flatMap(MigrationInfo::downtime))));
      case Recovering s when s.confirmed() -> Step.to(new PostCopy(again(s.given())));
      case CopyingDisk _,
          Recovering _,
          PostCopy _,
          PostCopyPaused _,
          Finishing _,
          Settling _,
          Ended _ ->
          Step.to(state);
    };
  }

  private static Given given(AtSource state, boolean recovered) {
    return new Given(state.round(), recovered, Optional.empty());
  }

  private static Given again(Given given) {
    return new Given(given.round(), true, given.downtime());
  }

  private static Step paused(MigrationState state, Optional<String> error, boolean announced) {
    String cause = error.orElse("the connection broke");
    return switch (state) {
      case AtSource s -> Step.to(new PostCopyPaused(given(s, false), cause));
      case PostCopy s -> Step.to(new PostCopyPaused(s.given(), cause));
      case Recovering s when s.confirmed() || announced ->
          Step.to(new PostCopyPaused(s.given(), cause));
      case Recovering s when s.patience() == 0 ->
          Step.to(new PostCopyPaused(s.given(), "the destination cannot be reached"));
      case Recovering s -> Step.to(new Recovering(s.given(), s.cause(), false, s.patience() - 1));
      case CopyingDisk _, PostCopyPaused _, Finishing _, Settling _, Ended _ -> Step.to(state);
    };
  }

  private static Step recovering(MigrationState state) {
    return switch (state) {
      case AtSource s -> Step.to(new Recovering(given(s, true), "recovering", true, PATIENCE));
      case PostCopy s -> Step.to(new Recovering(s.given(), "recovering", true, PATIENCE));
      case PostCopyPaused s -> Step.to(new Recovering(s.given(), s.cause(), true, PATIENCE));
      case Recovering s -> Step.to(new Recovering(s.given(), s.cause(), true, s.patience()));
      case CopyingDisk _, Finishing _, Settling _, Ended _ -> Step.to(state);
    };
  }

  private static Step completed(MigrationState state, Optional<MigrationInfo> info) {
    return switch (state) {
      case AtSource s -> finish(new MigrationPhase.StopAndCopy(), given(s, false), info);
      case PostCopy s -> finish(state.phase(), s.given(), info);
      case PostCopyPaused s -> finish(new MigrationPhase.PostCopy(), again(s.given()), info);
      case Recovering s -> finish(new MigrationPhase.PostCopy(), again(s.given()), info);
      case Finishing s -> finish(s, info);
      case CopyingDisk _, Settling _, Ended _ -> Step.to(state);
    };
  }

  private static Step finish(MigrationPhase shown, Given given, Optional<MigrationInfo> info) {
    return finish(new Finishing(shown, given, PATIENCE), info);
  }

  private static Step finish(Finishing state, Optional<MigrationInfo> info) {
    if (info.isEmpty()) {
      return Step.to(state, new Query());
    }
    Duration total = info.get().totalTime().orElse(Duration.ZERO);
    if (total.isZero() && state.patience() > 0) {
      // QEMU says completed a moment before it writes its figures down.
      return Step.to(
          new Finishing(state.shown(), state.given(), state.patience() - 1), new Query());
    }
    Optional<MigrationInfo.Memory> memory = info.get().memory();
    int rounds = Math.max(state.given().round(), memory.map(MigrationInfo.Memory::syncs).orElse(1));
    Bytes traffic = memory.map(MigrationInfo.Memory::transferred).orElse(Bytes.ZERO);
    return Step.to(
        new Ended(
            new MigrationPhase.Sent(
                total, downtime(state.given(), info.get(), total), traffic, rounds)));
  }

  /**
   * QEMU 10.0 tells the right downtime during post-copy, and at its end all of post-copy as
   * downtime; QEMU 7.2 tells it at the end only, and after a recovery not at all. A post-copy whose
   * stop took it less than a millisecond it tells to have been down since the machine was booted.
   */
  private static Duration downtime(Given given, MigrationInfo last, Duration total) {
    Optional<Duration> late =
        given.recovered()
            ? Optional.empty()
            : last.downtime().filter(told -> told.compareTo(total) <= 0);
    return given.downtime().or(() -> late).orElse(Duration.ZERO);
  }

  private static Step gaveUp(MigrationState state, boolean cancelled, Optional<String> error) {
    return switch (state) {
      case AtSource s -> settle(s, cancelled, error);
      case PostCopy _, PostCopyPaused _, Recovering _ ->
          Step.to(
              new Settling(state.phase(), false, false, error, false, PATIENCE),
              new Query(),
              new QueryRunState());
      case Settling s when s.cause().isEmpty() -> Step.to(s.caused(error));
      // Of an earlier migration: this one's memory is not sent yet.
      case CopyingDisk _, Settling _, Finishing _, Ended _ -> Step.to(state);
    };
  }

  private static Step settle(AtSource state, boolean cancelled, Optional<String> error) {
    boolean wanted = (cancelled || state.asked() == Asked.CANCEL) && state.stall().isEmpty();
    boolean disk = state.disk().holds();
    List<MigrationAction> actions = new ArrayList<>();
    if (disk) {
      actions.addAll(List.of(new BreakDisk(), new AbortMirror(), new QueryMirror()));
    }
    actions.addAll(List.of(new Query(), new QueryRunState()));
    return new Step(
        new Settling(state.phase(), wanted, true, state.stall().or(() -> error), disk, PATIENCE),
        actions);
  }

  private Step runState(MigrationState state, RunStatus status) {
    if (!(state instanceof Settling s)) {
      return Step.to(state);
    }
    boolean asBefore = !ranBefore && status.status().equals("paused");
    if (!s.belongsHere()) {
      return failed(state, "QEMU gave it up", status.running());
    }
    if (status.running() || asBefore) {
      if (s.disk() && s.patience() > 0) {
        return Step.to(s.lessPatient());
      }
      return s.cancelled()
          ? Step.to(new Ended(new MigrationPhase.Cancelled()))
          : failed(state, "QEMU gave it up", true);
    }
    boolean dead =
        switch (status.status()) {
          case "shutdown", "guest-panicked", "internal-error" -> true;
          default -> false;
        };
    if (dead || s.patience() == 0) {
      return failed(state, "the VM is left in state " + status.status(), false);
    }
    Settling waiting = s.lessPatient();
    // QEMU lets the VM run again by itself, a moment after it says that the migration failed.
    return mayContinue && ranBefore && s.patience() <= PATIENCE / 2
        ? Step.to(waiting, new Continue())
        : Step.to(waiting);
  }

  private static Step refused(MigrationState state, MigrationAction action, String cause) {
    return switch (action) {
      case AddDiskTarget _, StartMirror _ when state instanceof CopyingDisk s ->
          DiskSteps.stopCopying(s, false, Optional.of(cause));
      case RemoveDiskTarget _ when state instanceof Settling s -> Step.to(s.withoutDisk());
      case Start _ when state instanceof AtSource s -> settle(s, false, Optional.of(cause));
      case StartPostCopy _ when state instanceof AtSource s ->
          Step.to(s.asked(Asked.POST_COPY_REFUSED));
      case Pause _ when state instanceof PostCopy -> Step.to(state, new BreakConnection());
      case Recover _ when state instanceof Recovering s ->
          Step.to(new PostCopyPaused(s.given(), cause));
      case AddDiskTarget _,
          StartMirror _,
          LimitMirror _,
          EndMirror _,
          BreakDisk _,
          AbortMirror _,
          DismissMirror _,
          RemoveDiskTarget _,
          QueryMirror _,
          SwitchOver _,
          Start _,
          StartPostCopy _,
          Pause _,
          Recover _,
          Cancel _,
          BreakConnection _,
          Query _,
          QueryRunState _,
          Continue _ ->
          Step.to(state);
    };
  }

  private static Step stalled(MigrationState state, String cause) {
    return switch (state) {
      case CopyingDisk s -> DiskSteps.stopCopying(s, false, Optional.of(cause));
      // QEMU may wait for the disk with its main lock held, and for nothing else then.
      case AtSource s when s.disk().holds() && s.asked() != Asked.CANCEL ->
          Step.to(s.stalled(cause).asked(Asked.CANCEL), new BreakDisk(), new Cancel());
      case AtSource s when s.asked() == Asked.CANCEL -> breakAll(s);
      case AtSource s when s.asked() == Asked.POST_COPY ->
          Step.to(s.stalled(cause), new BreakConnection());
      case AtSource s -> Step.to(s.stalled(cause).asked(Asked.CANCEL), new Cancel());
      case PostCopy _ -> Step.to(state, new Pause());
      case Recovering _ -> Step.to(state, new BreakConnection());
      case PostCopyPaused _, Finishing _, Settling _, Ended _ -> Step.to(state);
    };
  }

  /**
   * QEMU 7.2 holds a cancel back for as long as the kernel tries to connect, about two minutes. As
   * nothing was sent and a cancelled connection is dropped when made, the VM is the source's.
   */
  private static Step overdue(MigrationState state) {
    if (!(state instanceof AtSource s) || s.asked() != Asked.CANCEL) {
      return Step.to(state);
    }
    return s.stage() == Stage.STARTING ? settle(s, true, Optional.empty()) : breakAll(s);
  }

  private static Step breakAll(AtSource state) {
    return state.disk().holds()
        ? Step.to(state, new BreakDisk(), new BreakConnection())
        : Step.to(state, new BreakConnection());
  }

  private Step postCopyAsked(MigrationState state) {
    if (technique != Technique.PRE_COPY && state instanceof CopyingDisk s) {
      return Step.to(new CopyingDisk(s.seen(), true));
    }
    if (technique == Technique.PRE_COPY
        || !(state instanceof AtSource s)
        || s.asked() != Asked.NOTHING) {
      return Step.to(state);
    }
    return switch (s.stage()) {
      case STARTING -> Step.to(s.wantingPostCopy());
      case PRE_COPY -> Step.to(s.asked(Asked.POST_COPY), new StartPostCopy());
      case STOP_AND_COPY -> Step.to(s);
    };
  }

  private static Step failed(MigrationState state, String otherwise, boolean runsHere) {
    String cause = state instanceof Settling s ? s.cause().orElse(otherwise) : otherwise;
    return Step.to(new Ended(new MigrationPhase.Failed(state.phase().text(), cause, runsHere)));
  }
}
