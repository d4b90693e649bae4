package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message.PacketIn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Frames that cannot be forwarded yet and soon may be. When there are too many the oldest goes. */
final class Parked {
  /** How long a frame waits. */
  static final long KEPT = 3_000_000_000L;

  static final int MOST = 512;

  /**
   * A frame that waits.
   *
   * @param address whose place it waits for; 0 when it is for something else
   */
  record Waiting(SwitchPort port, PacketIn message, int address, long until) {}

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  void park(Waiting frame) {
    if (waiting.size() >= MOST) {
      waiting.removeFirst();
    }
    waiting.add(frame);
  }

  /** {@return all that wait, who do so no longer} */
  List<Waiting> release(long nanos) {
    List<Waiting> released = new ArrayList<>(waiting);
    waiting.clear();
    released.removeIf(frame -> nanos - frame.until() > 0);
    return released;
  }

  /** The same for those that wait for an address. */
  List<Waiting> release(int address, long nanos) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Waiting> released = new ArrayList<>();
    waiting.removeIf(
        frame -> frame.address() == address && (nanos - frame.until() > 0 || released.add(frame)));
    return released;
  }
}
