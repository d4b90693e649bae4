package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes note of what is bound and unbound, so that a test can give packets to it itself. */
final class TappedNetwork implements Network {
  final Network network;
  final List<Receiver> receivers = Collections.synchronizedList(new ArrayList<>());

  final BlockingQueue<Xid> unbound = new LinkedBlockingQueue<>();

  TappedNetwork(Network network) {
    this.network = network;
  }

  @Override
  public Binding bind(Xid intent, Receiver receiver) {
    receivers.add(receiver);
    Binding binding = network.bind(intent, receiver);
    return () -> {
      binding.close();
      unbound.add(intent);
    };
  }

  @Override
  public void send(Packet packet) {
    network.send(packet);
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
  public void onMove(Runnable moved) {
    network.onMove(moved);
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
