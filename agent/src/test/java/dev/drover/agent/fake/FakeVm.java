package dev.drover.agent.fake;

import dev.drover.hypervisor.HypervisorException;
import dev.drover.hypervisor.MigrationListener;
import dev.drover.hypervisor.MigrationPhase;
import dev.drover.hypervisor.MigrationRequest;
import dev.drover.hypervisor.OutgoingMigration;
import dev.drover.hypervisor.Pace;
import dev.drover.hypervisor.Vm;
import dev.drover.hypervisor.VmState;
import dev.drover.model.Technique;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One agent's hold on a process; every call is a step of the agent's life, and so is its return.
 */
final class FakeVm implements Vm {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeWorld world;
  private final FakeProcess process;
  private final Life life;
  private final FakeHosts.Script script;

  FakeVm(FakeWorld world, FakeProcess process, Life life, FakeHosts.Script script) {
    this.world = world;
    this.process = process;
    this.life = life;
    this.script = script;
  }

  private <T> T call(Supplier<T> work) {
    life.step();
    T answer = work.get();
    life.step();
    return answer;
  }

  /** For what QEMU answers only when its vCPU does not wait for a page. */
  private <T> T callWhenJoined(Supplier<T> work) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (script.mute() && world.waitsForMemory(process)) {
      if (System.nanoTime() > end) {
        throw new HypervisorException("Timeout", "no answer");
      }
      LockSupport.parkNanos(1_000_000);
    }
    return call(work);
  }

  private void living() {
    if (!process.alive()) {
      throw new HypervisorException("Gone", process.vm + " has no process");
    }
  }

  @Override
  public String name() {
    return process.vm;
  }

  @Override
  public long pid() {
    return 1;
  }

  @Override
  public boolean alive() {
    return call(process::alive);
  }

  @Override
  public VmState state() {
    return callWhenJoined(() -> process.state);
  }

  @Override
  public boolean receiving() {
    return callWhenJoined(() -> !process.whole);
  }

  @Override
  public void resume() {
    callWhenJoined(() -> {
      living();
      world.resume(process);
      return true;
    });
  }

  @Override
  public void kill() {
    call(() -> {
      world.kill(process);
      return true;
    });
  }

  @Override
  public Bytes residentMemory() {
    return Bytes.ofMebibytes(64);
  }

  @Override
  public DirtyRate measureDirtyRate(Duration window) {
    return DirtyRate.ofPagesPerSecond(1000);
  }

  @Override
  public Set<Technique> techniques() {
    return EnumSet.allOf(Technique.class);
  }

  @Override
  public int listen(String address, int port, Technique technique, int connections) {
    return call(() -> world.listen(process));
  }

  @Override
  public int receiveDisk(String address) {
    throw new HypervisorException("Disk", "fake VMs have none");
  }

  @Override
  public int listenAgain(String address, int port) {
    return call(() -> {
      living();
      if (process.whole) {
        throw new HypervisorException("GenericError", "not paused in post-copy");
      }
      return world.listen(process);
    });
  }

  @Override
  public void pauseIncoming() {
    life.step();
  }

  @Override
  public OutgoingMigration migrate(MigrationRequest request, MigrationListener listener) {
    return call(() -> {
      living();
      FakeTransfer transfer = new FakeTransfer(world, process, request, script);
      world.begin(process, transfer);
      transfer.hearBy(life, listener);
      transfer.start();
      return new Hold(transfer);
    });
  }

  @Override
  public Optional<OutgoingMigration> follow(
      Technique technique, Duration stallLimit, MigrationListener listener) {
    return call(() -> {
      Optional<FakeTransfer> transfer = world.transferOf(process);
      transfer.ifPresent(t -> t.hearBy(life, listener));
      return transfer.map(Hold::new);
    });
  }

  @Override
  public void close() {}

  private final class Hold implements OutgoingMigration {
    private final FakeTransfer transfer;

    Hold(FakeTransfer transfer) {
      this.transfer = transfer;
    }

    @Override
    public MigrationPhase phase() {
      return transfer.phase();
    }

    @Override
    public void limitRate(Optional<BitRate> rate) {
      life.step();
    }

    @Override
    public void limitDowntime(Duration limit) {
      life.step();
    }

    @Override
    public void pace(Pace pace) {
      life.step();
    }

    @Override
    public void startPostCopy() {
      life.step();
      transfer.startPostCopy();
    }

    @Override
    public boolean cancel() {
      return call(transfer::cancel);
    }

    @Override
    public void recover(String address, int port) {
      call(() -> {
        transfer.recover(port);
        return true;
      });
    }

    @Override
    public boolean recoverable() {
      return transfer.phase() instanceof MigrationPhase.PostCopyPaused;
    }

    @Override
    public Optional<MigrationPhase> await(Duration timeout) {
      return Optional.of(transfer.phase()).filter(MigrationPhase::isFinal);
    }
  }
}
