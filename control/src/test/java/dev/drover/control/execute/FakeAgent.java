package dev.drover.control.execute;

import dev.drover.agent.api.AdjustRequest;
import dev.drover.agent.api.AgentClient;
import dev.drover.agent.api.DirtyReport;
import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.MigrationStatus;
import dev.drover.agent.api.PrepareReply;
import dev.drover.agent.api.PrepareRequest;
import dev.drover.agent.api.Sample;
import dev.drover.agent.api.StartRequest;
import dev.drover.agent.api.VmSpec;
import dev.drover.agent.api.VmStatus;
import dev.drover.calls.CallException;
import dev.drover.model.Reservation;
import dev.drover.model.Traffic;
import dev.drover.model.TransferOptions;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One agent of a {@link FakeWorld}. */
final class FakeAgent implements AgentClient {
  private final FakeWorld world;
  private final String host;
  final SortedSet<String> refuses = new TreeSet<>();
  private int refusedCalls;
  private volatile Runnable beforeStatus = () -> {};

  FakeAgent(FakeWorld world, String host) {
    this.world = world;
    this.host = host;
  }

  /** The agent refuses the next {@code times} calls with no answer, as while it is restarted. */
  void silentFor(int times) {
    synchronized (world) {
      refusedCalls = times;
    }
  }

  /** Runs something each time before the agent says how it is. */
  void beforeStatus(Runnable action) {
    beforeStatus = action;
  }

  private void called(String what, String line) {
    if (world.unreachable.contains(host) || refusedCalls-- > 0) {
      throw new CallException(CallException.Kind.UNREACHABLE, host + " does not answer");
    }
    if (!line.isEmpty()) {
      world.say(line);
    }
    if (refuses.contains(what)) {
      throw new CallException(CallException.Kind.REFUSED, host + " refuses to " + what);
    }
  }

  @Override
  public HostStatus status() {
    beforeStatus.run();
    synchronized (world) {
      called("status", "");
      return new HostStatus(
          host,
          "address of " + host,
          Bytes.ofMebibytes(4096),
          Bytes.ofMebibytes(2048),
          BitRate.ofMegabitsPerSecond(200),
          Traffic.NONE,
          Traffic.NONE,
          "fake",
          world.vmsOn(host));
    }
  }

  @Override
  public DirtyReport measureDirtyRate(String vm, Duration window) {
    synchronized (world) {
      called("measure", "measure " + vm);
      return new DirtyReport(DirtyRate.ofBytesPerSecond(7), Bytes.ofMebibytes(9));
    }
  }

  @Override
  public PrepareReply prepare(PrepareRequest request) {
    synchronized (world) {
      called("prepare", "prepare " + request.vm().name());
      world.preparedAt.put(request.migration(), request.vm().name() + "@" + host);
      return new PrepareReply(host, 4444);
    }
  }

  @Override
  public void abandon(String migration, String vm) {
    synchronized (world) {
      called("abandon", "abandon " + vm);
      if (host.equals(world.runningAt.get(vm))) {
        throw new CallException(CallException.Kind.REFUSED, vm + " was taken over");
      }
      world.preparedAt.remove(migration);
    }
  }

  @Override
  public void ready(TransferOptions transfer) {
    synchronized (world) {
      called("ready", "ready " + host);
    }
  }

  @Override
  public void start(StartRequest request) {
    synchronized (world) {
      called(
          "start",
          "start " + request.vm() + request.rateLimit().map(rate -> " at " + rate).orElse(""));
      FakeWorld.Script script = world.scripts.get(request.vm());
      if (script == null || !world.preparedAt.containsKey(request.migration())) {
        throw new CallException(CallException.Kind.REFUSED, request.vm() + " is not prepared");
      }
      world.migrations.put(request.migration(), new FakeMigration(world, host, request, script));
    }
  }

  @Override
  public MigrationStatus migration(String migration) {
    synchronized (world) {
      called("migration", "");
      FakeMigration known = world.migrations.get(migration);
      if (known == null || !known.source.equals(host)) {
        throw new CallException(CallException.Kind.NOT_FOUND, "no migration " + migration);
      }
      return known.ask();
    }
  }

  @Override
  public List<MigrationStatus> migrations() {
    synchronized (world) {
      called("migrations", "");
      world.whenAskedForMigrations.run();
      return world.migrations.values().stream()
          .filter(m -> m.source.equals(host))
          .map(FakeMigration::status)
          .toList();
    }
  }

  @Override
  public void adjust(String migration, AdjustRequest request) {
    synchronized (world) {
      called("adjust", "adjust " + migration + " " + request);
    }
  }

  @Override
  public boolean cancel(String migration) {
    synchronized (world) {
      FakeMigration known = world.migrations.get(migration);
      called("cancel", "cancel " + (known == null ? migration : known.vm));
      return known != null && known.cancel();
    }
  }

  @Override
  public void reserve(Reservation reservation) {
    synchronized (world) {
      called("reserve", "reserve " + host + " " + reservation.direction());
      world.reserved.add(host);
    }
  }

  @Override
  public void release() {
    synchronized (world) {
      called("release", "release " + host);
      world.reserved.remove(host);
    }
  }

  @Override
  public List<Sample> samples(long sinceMs) {
    synchronized (world) {
      called("samples", "");
      return List.of(new Sample(sinceMs + 100, Traffic.NONE, Traffic.NONE, new TreeMap<>()));
    }
  }

  @Override
  public VmStatus startVm(VmSpec vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void stopVm(String vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public VmStatus takeOver(String migration, String vm) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PrepareReply listenAgain(String migration, String vm) {
    throw new UnsupportedOperationException();
  }
}
