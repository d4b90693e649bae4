package dev.drover.xia.link;

import dev.drover.xia.packet.Packet;

/** Where a node hangs at a network: who else hangs there are its neighbours. */
public interface Link extends AutoCloseable {
  /** Hears what arrives, on the link's own threads. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes a datagram over.
     *
     * @param bytes the receiver's own from now on
     * @param size of what arrived, from the array's begin
     */
    void receive(byte[] bytes, int size, LinkAddress from);
  }

  /** {@return the name of the interface, for the operator} */
  String name();

  /** {@return this end's own address} */
  LinkAddress address();

  /** {@return the largest packet it carries, in bytes} */
  int largestPacket();

  /** Starts to receive; once. */
  void start(Receiver receiver);

  /**
   * Sends to one neighbour, if need be after a wait of milliseconds for room; what there is no room
   * for is lost, in silence.
   */
  void send(Packet packet, LinkAddress to);

  /** Sends to all neighbours. */
  void broadcast(Packet packet);

  /** Receives and sends nothing any more; waits for its threads, so none of them may call it. */
  @Override
  void close();
}
