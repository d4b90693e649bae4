package dev.drover.xia.transport;

import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Packets between the lock of whoever made them and the network, in order. Sending may lead
 * straight to another connection of this very node, so it never happens under a connection's lock.
 */
final class Outbox {
  private final Network network;
  private final Queue<Packet> packets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  Outbox(Network network) {
    this.network = network;
  }

  void add(Packet packet) {
    packets.add(packet);
  }

  /** Sends what is there; one thread at a time does, others leave it theirs. */
  void send() {
    if (packets.isEmpty() || calls.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    while (seen != 0) {
      for (Packet packet = packets.poll(); packet != null; packet = packets.poll()) {
        network.send(packet);
      }
      seen = calls.addAndGet(-seen);
    }
  }
}
