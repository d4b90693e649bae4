package dev.drover.lab.observe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what each peer sent and received, over connections that come and go. The first look only
 * says where the connections stand.
 */
final class GoodputTally {
  private final Map<String, SocketLine> connections = new HashMap<>();
  private final Map<String, Totals> totals = new HashMap<>();
  private boolean first = true;

  /**
   * Since the first look.
   *
   * @param toPeer bytes it acknowledged
   * @param fromPeer bytes it sent that arrived
   * @param open connections now
   * @param closed connections that ended
   */
  record Totals(long toPeer, long fromPeer, long open, long closed) {
    static final Totals NONE = new Totals(0, 0, 0, 0);
  }

  /** Goes on after what an earlier tally had counted for a peer. */
  void resume(String peer, Totals before) {
    totals.put(peer, before);
  }

  /** Takes a look at all connections. */
  void look(List<SocketLine> now) {
    Map<String, SocketLine> current = new HashMap<>();
    totals.replaceAll((peer, old) -> new Totals(old.toPeer(), old.fromPeer(), 0, old.closed()));
    for (SocketLine line : now) {
      current.put(line.identity(), line);
      SocketLine known = connections.get(line.identity());
      // A counter that went back belongs to a new connection that got the same ports.
      boolean reused =
          known != null && (line.sent() < known.sent() || line.received() < known.received());
      SocketLine before = known == null || reused ? line.atItsStart() : known;
      long sent = line.sent() - before.sent();
      long received = line.received() - before.received();
      Totals old = totals.getOrDefault(line.peer(), Totals.NONE);
      totals.put(
          line.peer(),
          new Totals(
              old.toPeer() + (first ? 0 : sent),
              old.fromPeer() + (first ? 0 : received),
              old.open() + 1,
              old.closed() + (reused ? 1 : 0)));
    }
    for (SocketLine before : connections.values()) {
      if (!current.containsKey(before.identity())) {
        totals.computeIfPresent(
            before.peer(),
            (peer, old) -> new Totals(old.toPeer(), old.fromPeer(), old.open(), old.closed() + 1));
      }
    }
    connections.clear();
    connections.putAll(current);
    first = false;
  }

  Totals of(String peer) {
    return totals.getOrDefault(peer, Totals.NONE);
  }
}
