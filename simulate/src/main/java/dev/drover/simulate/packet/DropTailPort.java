package dev.drover.simulate.packet;

import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.TrafficKind;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue of bounded room with the link behind it.
 *
 * <p>When a packet comes in, the time at which it will have been sent is known: after all that came
 * before. So nothing happens when its transmission begins or ends; the only event of a packet at a
 * port is its arrival at the other end, and because packets arrive in order, only the first one of
 * each link waits in the event queue. How many wait in the buffer is counted when somebody asks:
 * those whose transmission is yet to begin. A packet in transmission is in no one's way.
 */
final class DropTailPort implements Port, Actor {
  private final Simulator simulator;
  private final PacketPool pool;
  private final int number;
  private final double picosecondsPerByte;
  private final long delay;
  private final int roomPackets;
  private final long roomBytes;

  /** A ring of what was sent and has not arrived; its size is a power of two. */
  private Packet[] packets = new Packet[16];

  private long[] arrivals = new long[16];
  private long[] starts = new long[16];
  private int mask = 15;
  private int head;
  private int tail;

  /** The first packet of the ring whose transmission has not begun, as of the last look. */
  private int waiting;

  private long waitingBytes;
  private long busyUntil;
  private long packetsSent;
  private long migrationBytes;
  private long workloadBytes;
  private long packetsDropped;
  private boolean scheduled;
  private long jitter;
  private long lastArrival;
  private @Nullable RandomGenerator random;

  DropTailPort(Simulator simulator, PacketPool pool, Link link) {
    this.simulator = simulator;
    this.pool = pool;
    this.number = simulator.register(this);
    this.picosecondsPerByte = 8.0 * SimTime.SECOND / link.rate().bitsPerSecond();
    this.delay = SimTime.of(link.delay());
    switch (link.buffer()) {
      case Buffer.Packets(int count) -> {
        roomPackets = count;
        roomBytes = Long.MAX_VALUE;
      }
      case Buffer.Size(var bytes) -> {
        roomPackets = Integer.MAX_VALUE;
        roomBytes = bytes.count();
      }
    }
  }

  @Override
  public void send(Packet packet) {
    long now = simulator.now();
    long start = now;
    if (busyUntil > now) {
      look(now);
      if (tail - waiting >= roomPackets || waitingBytes + packet.wireBytes > roomBytes) {
        packetsDropped++;
        pool.give(packet);
        return;
      }
      start = busyUntil;
      waitingBytes += packet.wireBytes;
    } else {
      waiting = tail + 1;
      waitingBytes = 0;
    }
    long finish = start + (long) (packet.wireBytes * picosecondsPerByte + 0.5);
    busyUntil = finish;
    packetsSent++;
    if (packet.migration) {
      migrationBytes += packet.wireBytes;
    } else {
      workloadBytes += packet.wireBytes;
    }
    if (tail - head > mask) {
      grow();
    }
    int slot = tail++ & mask;
    packets[slot] = packet;
    long arrival = finish + delay;
    if (random != null) {
      arrival = Math.max(lastArrival, arrival + random.nextLong(jitter + 1));
      lastArrival = arrival;
    }
    arrivals[slot] = arrival;
    starts[slot] = start;
    if (!scheduled) {
      scheduled = true;
      simulator.schedule(arrival, number);
    }
  }

  /** Has each packet arrive up to {@code most} picoseconds later, in order still. */
  void jitter(long most, RandomGenerator random) {
    this.jitter = most;
    this.random = most == 0 ? null : random;
  }

  /** {@return when the last packet that it was given will have been sent} */
  long busyUntil() {
    return busyUntil;
  }

  /** The first packet under way has arrived at the other end. */
  @Override
  public void act() {
    Packet packet = packets[head & mask];
    if (waiting == head) {
      look(simulator.now());
    }
    head++;
    if (head != tail) {
      simulator.schedule(arrivals[head & mask], number);
    } else {
      scheduled = false;
    }
    packet.forward();
  }

  /** Counts out of the queue what has begun to be sent by now. */
  private void look(long now) {
    int at = waiting;
    long bytes = waitingBytes;
    while (at != tail && starts[at & mask] <= now) {
      bytes -= packets[at & mask].wireBytes;
      at++;
    }
    waiting = at;
    waitingBytes = bytes;
  }

  private void grow() {
    int size = packets.length;
    int first = head & mask;
    Packet[] morePackets = new Packet[size * 2];
    long[] moreArrivals = new long[size * 2];
    long[] moreStarts = new long[size * 2];
    for (int i = 0; i < size; i++) {
      int from = first + i & mask;
      morePackets[i] = packets[from];
      moreArrivals[i] = arrivals[from];
      moreStarts[i] = starts[from];
    }
    packets = morePackets;
    arrivals = moreArrivals;
    starts = moreStarts;
    mask = size * 2 - 1;
    waiting -= head;
    tail -= head;
    head = 0;
  }

  @Override
  public long packetsSent() {
    return packetsSent;
  }

  @Override
  public long bytesSent(TrafficKind kind) {
    return switch (kind) {
      case MIGRATION -> migrationBytes;
      case WORKLOAD -> workloadBytes;
    };
  }

  @Override
  public long packetsDropped() {
    return packetsDropped;
  }

  @Override
  public long queuedBytes() {
    if (busyUntil <= simulator.now()) {
      return 0;
    }
    look(simulator.now());
    return waitingBytes;
  }
}
