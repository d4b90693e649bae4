package dev.drover.agent.fake;

import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.VmState;
import dev.drover.model.RoundSample;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.Optional;

/** A migration as two QEMUs carry it out between them, with or without agents that look on. */
final class FakeTransfer {
  private static final int ROUNDS = 2;

  /** Post-copy cannot be completed without the destination running for a while. */
  private static final int PUSHES = 2;

  private final FakeWorld world;
  private final FakeProcess source;
  private final Technique technique;
  private final long stepMs;
  private final boolean cutAtOnce;
  private FakeProcess destination;
  private MigrationPhase phase = new MigrationPhase.Setup();
  private Optional<Hearer> hearer = Optional.empty();
  private boolean cancelled;
  private boolean postCopyAsked;
  private int round;
  private int pushed;
  private int cutOnce;

  /** Phases are told in their order, also to one who comes in between. */
  private final Object telling = new Object();

  private record Hearer(Life life, MigrationListener listener) {
    void hear(MigrationPhase phase) {
      if (!life.over()) {
        listener.phaseChanged(phase);
      }
    }
  }

  FakeTransfer(
      FakeWorld world, FakeProcess source, MigrationRequest request, FakeHosts.Script script) {
    this.world = world;
    this.source = source;
    this.technique = request.technique();
    this.destination = world.listener(request.port());
    this.stepMs = script.stepMs();
    this.cutOnce = script.cuts();
    this.cutAtOnce = script.mute();
  }

  void start() {
    Thread.ofVirtual().start(this::run);
  }

  void hearBy(Life life, MigrationListener listener) {
    synchronized (telling) {
      MigrationPhase now;
      synchronized (world) {
        hearer = Optional.of(new Hearer(life, listener));
        now = phase;
      }
      listener.phaseChanged(now);
    }
  }

  MigrationPhase phase() {
    synchronized (world) {
      return phase;
    }
  }

  boolean keepsWaiting(FakeProcess process) {
    synchronized (world) {
      return process == destination && phase instanceof MigrationPhase.PostCopyPaused;
    }
  }

  boolean cancel() {
    synchronized (world) {
      if (phase instanceof MigrationPhase.Setup || phase instanceof MigrationPhase.PreCopy) {
        cancelled = true;
        return true;
      }
      return false;
    }
  }

  void startPostCopy() {
    synchronized (world) {
      postCopyAsked = true;
    }
  }

  void recover(int port) {
    synchronized (world) {
      FakeProcess listener = world.listener(port);
      if (phase instanceof MigrationPhase.PostCopyPaused && listener.alive()) {
        destination = listener;
        phase = new MigrationPhase.PostCopy();
      }
    }
    tell();
    start();
  }

  private void run() {
    try {
      while (!phase().isFinal() && !(phase() instanceof MigrationPhase.PostCopyPaused)) {
        Thread.sleep(stepMs);
        synchronized (world) {
          if (!source.alive()) {
            breakDestination();
            return;
          }
          world.change(source.vm, () -> phase = next());
        }
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    synchronized (telling) {
      Optional<Hearer> who;
      MigrationPhase now;
      synchronized (world) {
        who = hearer;
        now = phase;
      }
      who.ifPresent(h -> {
        h.hear(now);
        if (now instanceof MigrationPhase.PreCopy && !h.life().over()) {
          h.listener().sampled(sample());
        }
      });
    }
  }

  private RoundSample sample() {
    return new RoundSample(
        Duration.ofMillis(round),
        round,
        Bytes.ofMebibytes(round),
        Bytes.ofMebibytes(1),
        DirtyRate.ZERO,
        BitRate.ZERO,
        Duration.ZERO,
        "pre-copy");
  }

  /** An incoming QEMU whose stream ends too early gives up, unless it is in post-copy. */
  private void breakDestination() {
    if (!destination.canRun) {
      world.kill(destination);
    }
  }

  private MigrationPhase next() {
    return switch (phase) {
      case MigrationPhase.Setup _, MigrationPhase.DiskCopy _ ->
          reachable(new MigrationPhase.PreCopy(1));
      case MigrationPhase.PreCopy _ -> afterRound();
      case MigrationPhase.StopAndCopy _ -> {
        MigrationPhase sent = reachable(sent());
        if (sent instanceof MigrationPhase.Sent) {
          destination.whole = true;
          arrive();
        }
        yield sent;
      }
      case MigrationPhase.PostCopy _ -> push();
      case MigrationPhase.PostCopyPaused _,
          MigrationPhase.Sent _,
          MigrationPhase.Cancelled _,
          MigrationPhase.Failed _ ->
          phase;
    };
  }

  private MigrationPhase afterRound() {
    if (cancelled) {
      breakDestination();
      return new MigrationPhase.Cancelled();
    }
    if (world.holds(phase)) {
      return reachable(phase);
    }
    round++;
    if (technique != Technique.PRE_COPY && (postCopyAsked || round >= ROUNDS)) {
      if (!destination.alive()) {
        return failed();
      }
      source.state = VmState.HANDED_OVER;
      arrive();
      return cutAtOnce ? push() : new MigrationPhase.PostCopy();
    }
    if (round < ROUNDS) {
      return reachable(new MigrationPhase.PreCopy(round + 1));
    }
    source.state = VmState.HANDED_OVER;
    return new MigrationPhase.StopAndCopy();
  }

  private MigrationPhase push() {
    if (!destination.alive()) {
      return new MigrationPhase.PostCopyPaused("the destination has gone");
    }
    if (cutOnce > 0) {
      cutOnce--;
      return new MigrationPhase.PostCopyPaused("the link was cut");
    }
    if (world.holds(phase)) {
      return phase;
    }
    if (++pushed < PUSHES) {
      return phase;
    }
    destination.whole = true;
    return sent();
  }

  private static MigrationPhase sent() {
    return new MigrationPhase.Sent(
        Duration.ofMillis(100), Duration.ofMillis(10), Bytes.ofMebibytes(64), ROUNDS);
  }

  private MigrationPhase reachable(MigrationPhase then) {
    return destination.alive() ? then : failed();
  }

  private MigrationPhase failed() {
    source.state = VmState.RUNNING;
    return new MigrationPhase.Failed(phase.text(), "connection refused", true);
  }

  private void arrive() {
    destination.canRun = true;
    destination.state = destination.runWhenPossible ? VmState.RUNNING : VmState.PAUSED;
  }
}
