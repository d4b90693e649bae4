package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.TrafficKind;

/** Sends datagrams of one size at a constant rate, whether they arrive or not (CBR over UDP). */
public final class DatagramSource implements Actor, Endpoint {
  private final Simulator simulator;
  private final PacketPool pool;
  private final Port[] route;
  private final boolean migration;
  private final int owner;
  private final int payload;
  private final int wireBytes;
  private final int number;
  private double interval;
  private double due;
  private boolean scheduled;
  private long sent;
  private long arrived;

  DatagramSource(
      Simulator simulator,
      PacketPool pool,
      Port[] route,
      TrafficKind kind,
      int owner,
      int payload,
      int wireBytes) {
    if (payload < 1) {
      throw new IllegalArgumentException("datagrams carry at least 1 byte: " + payload);
    }
    this.simulator = simulator;
    this.pool = pool;
    this.route = route;
    this.migration = kind == TrafficKind.MIGRATION;
    this.owner = owner;
    this.payload = payload;
    this.wireBytes = wireBytes;
    this.number = simulator.register(this);
  }

  /**
   * Sends at another rate from now on; the first datagram at once.
   *
   * @param bitsPerSecond of payload; 0 to be silent
   */
  public void rate(long bitsPerSecond) {
    interval = bitsPerSecond == 0 ? 0 : payload * 8.0 * SimTime.SECOND / bitsPerSecond;
    due = simulator.now();
    if (interval > 0 && !scheduled) {
      scheduled = true;
      simulator.schedule(simulator.now(), number);
    }
  }

  @Override
  public void act() {
    scheduled = false;
    if (interval == 0) {
      return;
    }
    long at = Math.round(due);
    if (at <= simulator.now()) {
      sendOne();
      due += interval;
      at = Math.max(simulator.now(), Math.round(due));
    }
    scheduled = true;
    simulator.schedule(at, number);
  }

  /** Sends one datagram now, whatever the rate. */
  public void sendOne() {
    Packet packet = pool.take();
    packet.migration = migration;
    packet.owner = owner;
    packet.target = this;
    packet.payload = payload;
    packet.wireBytes = wireBytes;
    sent += payload;
    packet.depart(route);
  }

  /** It has come to the other end. */
  @Override
  public void receive(Packet packet) {
    arrived += packet.payload;
    pool.give(packet);
  }

  /** {@return payload bytes sent} */
  public long sent() {
    return sent;
  }

  /** {@return payload bytes that arrived} */
  public long arrived() {
    return arrived;
  }
}
