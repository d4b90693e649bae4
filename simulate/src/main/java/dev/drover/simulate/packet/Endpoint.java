package dev.drover.simulate.packet;

/** Where packets end. */
interface Endpoint {
  /** Takes {@code packet} and gives it back to the pool. */
  void receive(Packet packet);
}
