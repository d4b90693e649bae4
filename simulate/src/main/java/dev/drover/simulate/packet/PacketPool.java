package dev.drover.simulate.packet;

import org.jspecify.annotations.Nullable;

/** Packets that are not under way. */
final class PacketPool {
  private @Nullable Packet free;
  private int made;

  Packet take() {
    Packet packet = free;
    if (packet == null) {
      made++;
      return new Packet();
    }
    free = packet.nextFree;
    packet.nextFree = null;
    return packet;
  }

  void give(Packet packet) {
    packet.target = null;
    packet.nextFree = free;
    free = packet;
  }

  /** {@return the most packets that were under way at once} */
  int made() {
    return made;
  }
}
