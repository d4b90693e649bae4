package dev.drover.xia.stack;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.packet.Packet;

/**
 * A node's network, as transports and services on it see it. Safe for use by many threads.
 *
 * <p>Time is the node's: real, or a test's own.
 */
public interface Network {
  /** Hears of packets for one identifier. */
  @FunctionalInterface
  interface Receiver {
    /**
     * Takes a packet over; must not block, as the link's other packets wait.
     *
     * @param packet of which {@link Packet#intent()} is the identifier that was bound
     */
    void receive(Packet packet);
  }

  /** What was bound, until it is closed. */
  interface Binding extends AutoCloseable {
    @Override
    void close();
  }

  /** Sends a packet on its way; like any packet it may be lost, in silence. */
  void send(Packet packet);

  /**
   * Receives what is for {@code intent}: a service of this node, or content that it answers for.
   *
   * @throws IllegalStateException when it is bound already
   */
  Binding bind(Xid intent, Receiver receiver);

  /**
   * {@return where something on this node is now: the chain domain, host, {@code intent}. It
   * changes when the node moves}
   */
  Dag address(Xid intent);

  /** {@return this node's own identifier} */
  Xid hid();

  /**
   * Has {@code moved} run, soon and on another thread, each time the node's address changed, until
   * the binding is closed.
   */
  Binding onMove(Runnable moved);

  /** {@return the largest packet that the node's links take, header and all, in bytes} */
  int largestPacket();

  /** {@return nanoseconds that only grow, as {@link System#nanoTime()}} */
  long nanoTime();

  /** Runs a task after a while, on a thread of the network's; for timers, so it must not block. */
  Timer after(long delayNanos, Runnable task);

  /** A task that has not run yet. */
  interface Timer {
    /** It does not run any more, unless it began already. */
    void cancel();
  }
}
