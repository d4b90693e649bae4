package dev.drover.simulate.packet;

import dev.drover.simulate.stream.TrafficKind;

/**
 * One output of a node: its queue and the link to its neighbour. {@link DropTailPort} is the fast
 * one; what sends in another order than packets came has to wait for each to be sent.
 */
interface Port {
  /** Queues {@code packet} for sending, or drops it. */
  void send(Packet packet);

  /** {@return packets sent, dropped ones not} */
  long packetsSent();

  /** {@return bytes of {@code kind} on the wire} */
  long bytesSent(TrafficKind kind);

  long packetsDropped();

  /** {@return bytes that wait now, what is being sent apart} */
  long queuedBytes();
}
