package dev.drover.simulate.packet;

import dev.drover.model.Reservation;
import dev.drover.model.unit.BitRate;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.stream.TrafficKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A port that can be divided between migration and workload as the agents do it with HTB:
 * guarantees first, then the workload within its own guarantee, then whoever asks, by priority and
 * in turns, up to its ceiling. It hands one packet at a time to the plain port behind it, which has
 * no queue then; undivided it is not there.
 */
final class ShapedPort implements Port {
  private static final double LEAST = 64_000;
  private static final int SCAVENGER = 7;
  private static final int ORDINARY = 1;

  private final Simulator simulator;
  private final PacketPool pool;
  private final DropTailPort behind;
  private final BitRate rate;
  private final long roomBytes;
  private final Timer next;
  private final List<ShapedClass> classes = new ArrayList<>();
  private final Map<Integer, ShapedClass> tenants = new LinkedHashMap<>();
  private @Nullable ShapedClass migration;
  private @Nullable ShapedClass rest;
  private double workloadGuarantee;
  private double workloadWithinGuarantee;
  private double virtualTime;
  private boolean divided;
  private long dropped;

  /**
   * A port that is not divided.
   *
   * @param roomBytes of each class's queue
   */
  ShapedPort(
      Simulator simulator, PacketPool pool, DropTailPort behind, BitRate rate, long roomBytes) {
    this.simulator = simulator;
    this.pool = pool;
    this.behind = behind;
    this.rate = rate;
    this.roomBytes = roomBytes;
    this.next = new Timer(simulator, this::serve);
  }

  /** Divides it from now on. What waits goes first. */
  void divide(Reservation reservation, ToIntFunction<String> owners) {
    flush();
    divided = true;
    double link = (double) rate.bitsPerSecond();
    int priority = reservation.migrationYields() ? SCAVENGER : ORDINARY;
    migration =
        add(
            reservation.migration(),
            Math.min(link, (double) reservation.migrationCeiling().bitsPerSecond()),
            priority);
    BitRate left = reservation.workload();
    for (Reservation.TenantShare tenant : reservation.tenants()) {
      ShapedClass own = add(tenant.guaranteed(), link, ORDINARY);
      tenants.put(owners.applyAsInt(tenant.vm()), own);
      left = left.minusOrZero(tenant.guaranteed());
    }
    rest = add(left, link, ORDINARY);
    workloadGuarantee = Math.max(LEAST, (double) reservation.workload().bitsPerSecond());
  }

  /** One queue for all again. */
  void undivide() {
    flush();
    divided = false;
  }

  private ShapedClass add(BitRate guarantee, double ceiling, int priority) {
    double least = Math.max(LEAST, (double) guarantee.bitsPerSecond());
    ShapedClass one = new ShapedClass(least, ceiling, priority, roomBytes);
    classes.add(one);
    return one;
  }

  /** What waits in the classes is queued at the plain port; what has no room there is lost. */
  private void flush() {
    for (ShapedClass one : classes) {
      while (!one.isEmpty()) {
        behind.send(one.take(simulator.now(), false));
      }
    }
    classes.clear();
    tenants.clear();
    migration = null;
    rest = null;
    next.cancel();
  }

  @Override
  public void send(Packet packet) {
    ShapedClass own = classOf(packet);
    if (own == null) {
      behind.send(packet);
      return;
    }
    if (!own.add(packet, virtualTime)) {
      dropped++;
      pool.give(packet);
      return;
    }
    if (behind.busyUntil() <= simulator.now()) {
      serve();
    } else if (next.deadline() > behind.busyUntil()) {
      next.set(behind.busyUntil());
    }
  }

  private @Nullable ShapedClass classOf(Packet packet) {
    if (!divided) {
      return null;
    }
    return packet.migration ? migration : tenants.getOrDefault(packet.owner, rest);
  }

  private void serve() {
    long now = simulator.now();
    if (behind.busyUntil() > now) {
      next.set(behind.busyUntil());
      return;
    }
    ShapedClass chosen = green(now);
    boolean borrows = chosen == null;
    if (chosen == null && workloadWithinGuarantee <= now) {
      chosen = borrower(now, true);
    }
    if (chosen == null) {
      chosen = borrower(now, false);
    }
    if (chosen == null) {
      waitForTokens(now);
      return;
    }
    if (borrows) {
      virtualTime = Math.max(virtualTime, chosen.borrowed());
    }
    Packet packet = chosen.take(now, borrows);
    if (chosen != migration) {
      workloadWithinGuarantee =
          ShapedClass.spent(workloadWithinGuarantee, packet.wireBytes, workloadGuarantee, now);
    }
    behind.send(packet);
    next.set(behind.busyUntil());
  }

  /** {@return the class that is furthest within its guarantee} */
  private @Nullable ShapedClass green(long now) {
    ShapedClass best = null;
    for (ShapedClass one : classes) {
      if (!one.isEmpty()
          && one.withinGuarantee() <= now
          && (best == null || one.withinGuarantee() < best.withinGuarantee())) {
        best = one;
      }
    }
    return best;
  }

  private @Nullable ShapedClass borrower(long now, boolean ofWorkload) {
    ShapedClass best = null;
    for (ShapedClass one : classes) {
      if (one.isEmpty() || one.withinCeiling() > now || (ofWorkload && one == migration)) {
        continue;
      }
      if (best == null
          || one.priority() < best.priority()
          || (one.priority() == best.priority() && one.borrowed() < best.borrowed())) {
        best = one;
      }
    }
    return best;
  }

  private void waitForTokens(long now) {
    double soonest = Double.POSITIVE_INFINITY;
    for (ShapedClass one : classes) {
      if (!one.isEmpty()) {
        soonest = Math.min(soonest, Math.min(one.withinGuarantee(), one.withinCeiling()));
      }
    }
    if (soonest != Double.POSITIVE_INFINITY) {
      next.set(Math.max(now + 1, (long) Math.ceil(soonest)));
    }
  }

  @Override
  public long packetsSent() {
    return behind.packetsSent();
  }

  @Override
  public long bytesSent(TrafficKind kind) {
    return behind.bytesSent(kind);
  }

  @Override
  public long packetsDropped() {
    return behind.packetsDropped() + dropped;
  }

  @Override
  public long queuedBytes() {
    long bytes = behind.queuedBytes();
    for (ShapedClass one : classes) {
      bytes += one.queuedBytes();
    }
    return bytes;
  }
}
