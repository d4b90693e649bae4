package dev.drover.xia.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What a node has counted since it began. Safe for use by many threads. */
public final class Statistics {
  /** What is counted. */
  public enum Count {
    /** Packets that arrived on a link. */
    RECEIVED,
    /** Bytes that arrived and were no packet. */
    MALFORMED,
    /** Packets given to a link. */
    SENT,
    /** Packets given to something on this node. */
    DELIVERED,
    /** Packets for something that nothing here is bound to any more. */
    UNBOUND,
    /** Packets of this node that no edge led on. */
    NO_ROUTE,
    /** Packets for a neighbour whose address on the link is not known. */
    NO_NEIGHBOUR,
    /** Packets larger than their link takes. */
    TOO_LARGE,
    /** Packets of others that no edge led on. */
    UNREACHABLE,
    /** Packets that went over too many hops. */
    TIME_EXCEEDED,
    /** Packets that left by the link by which they came. */
    DETOUR,
    /** Statements that were forged, replayed or not to be trusted. */
    REFUSED,
    /** Messages of neighbours that came faster than they can be checked. */
    UNHEARD,
    /** Packets that something on this node failed over. */
    FAULT
  }

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  Statistics() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  private LongAdder of(Count count) {
    return Objects.requireNonNull(counts.get(count));
  }

  /** Counts one more. */
  public void count(Count count) {
    of(count).increment();
  }

  public long get(Count count) {
    return of(count).sum();
  }
}
