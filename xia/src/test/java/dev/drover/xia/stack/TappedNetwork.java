package dev.drover.xia.stack;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.Packet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/**
 * A network with somebody beside it who sees what comes, stops what goes, and takes note of what is
 * bound and unbound, so that a test can give packets to it itself.
 */
public final class TappedNetwork implements Network {
  private final Network network;
  private final Predicate<Packet> goes;
  private final Receiver sees;

  /** All that were bound, in order. */
  public final List<Receiver> receivers = Collections.synchronizedList(new ArrayList<>());

  public final BlockingQueue<Xid> unbound = new LinkedBlockingQueue<>();

  /** Stops nothing. */
  public TappedNetwork(Network network) {
    this(network, _ -> true, _ -> {});
  }

  /**
   * @param goes of what is sent
   * @param sees what comes, before who is bound to it
   */
  public TappedNetwork(Network network, Predicate<Packet> goes, Receiver sees) {
    this.network = network;
    this.goes = goes;
    this.sees = sees;
  }

  @Override
  public Binding bind(Xid intent, Receiver receiver) {
    receivers.add(receiver);
    Binding binding =
        network.bind(
            intent,
            packet -> {
              sees.receive(packet);
              receiver.receive(packet);
            });
    return () -> {
      binding.close();
      unbound.add(intent);
    };
  }

  @Override
  public void send(Packet packet) {
    if (goes.test(packet)) {
      network.send(packet);
    }
  }

  @Override
  public Dag address(Xid intent) {
    return network.address(intent);
  }

  @Override
  public Xid hid() {
    return network.hid();
  }

  @Override
  public Binding onMove(Runnable moved) {
    return network.onMove(moved);
  }

  @Override
  public int largestPacket() {
    return network.largestPacket();
  }

  @Override
  public long nanoTime() {
    return network.nanoTime();
  }

  @Override
  public Timer after(long delayNanos, Runnable task) {
    return network.after(delayNanos, task);
  }
}
