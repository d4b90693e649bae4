package dev.drover.simulate.packet;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
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
 * in turns, up to its ceiling. What arrives at a host is shaped to the sum of both guarantees, as
 * the agents' IFB is. It hands one packet at a time to the plain port behind it, which has no queue
 * then; undivided it is not there.
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
  private double whole;
  private double withinWhole;
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
    whole = whole(reservation);
    int priority = reservation.migrationYields() ? SCAVENGER : ORDINARY;
    migration =
        add(
            reservation.migration(),
            Math.min(whole, (double) reservation.migrationCeiling().bitsPerSecond()),
            priority);
    BitRate left = reservation.workload();
    for (Reservation.TenantShare tenant : reservation.tenants()) {
      ShapedClass own = add(tenant.guaranteed(), whole, ORDINARY);
      tenants.put(owners.applyAsInt(tenant.vm()), own);
      left = left.minusOrZero(tenant.guaranteed());
    }
    rest = add(left, whole, ORDINARY);
    workloadGuarantee = Math.max(LEAST, (double) reservation.workload().bitsPerSecond());
  }

  private double whole(Reservation reservation) {
    double link = (double) rate.bitsPerSecond();
    if (reservation.direction() == TrafficClass.OUTGOING) {
      return link;
    }
    BitRate sum = reservation.migration().plus(reservation.workload());
    return Math.min(link, Math.max(LEAST, (double) sum.bitsPerSecond()));
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
    if (chosen == null && withinWhole <= now) {
      if (workloadWithinGuarantee <= now) {
        chosen = borrower(now, true);
      }
      if (chosen == null) {
        chosen = borrower(now, false);
      }
    }
    if (chosen == null) {
      waitForTokens(now);
      return;
    }
    if (borrows) {
      virtualTime = Math.max(virtualTime, chosen.borrowed());
    }
    Packet packet = chosen.take(now, borrows);
    withinWhole = ShapedClass.spent(withinWhole, packet.wireBytes, whole, now);
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
        double borrows = Math.max(withinWhole, one.withinCeiling());
        soonest = Math.min(soonest, Math.min(one.withinGuarantee(), borrows));
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
