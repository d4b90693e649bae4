package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.PortStats;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.OpenFlow;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Asks all switches for their counters once in a period. A round ends when all have answered, or
 * after a time of grace; who has not answered by then counts as having sent nothing.
 */
final class Readings {
  private static final long MOST_GRACE = 1_000_000_000L;

  /**
   * With more flows than this only those of connections are counted: a reply of all would hold up
   * new pairs.
   */
  static final int COUNTED_FLOWS = 4096;

  private final long period;
  private final Switches switches;
  private final FlowTable table;
  private final Predicate<Switch> wantsAll;
  private final Map<Switch, Integer> awaited = new HashMap<>();
  private long begunAt;
  private long askedAt;
  private boolean begun;
  private boolean running;

  /**
   * @param wantsAll whether all flows of a switch are to be read, not only the first rules of each
   */
  Readings(long period, Switches switches, FlowTable table, Predicate<Switch> wantsAll) {
    this.period = period;
    this.switches = switches;
    this.table = table;
    this.wantsAll = wantsAll;
  }

  /** Asks a switch that has joined for all it has: its flows, and where its counters begin. */
  static void first(Switch joined) {
    flows(joined);
    joined.send(xid -> new PortStatsRequest(xid, OpenFlow.ANY));
  }

  /** Asks a switch for all its flows, whichever run set them. */
  static void flows(Switch of) {
    flows(of, Cookie.PREFIX, Cookie.PREFIX_MASK);
  }

  private static void flows(Switch of, long cookie, long mask) {
    of.send(xid ->
        new FlowStatsRequest(
            xid, OpenFlow.ALL_TABLES, OpenFlow.ANY, OpenFlow.ANY, cookie, mask, Match.ANY));
  }

  /**
   * Begins a round when it is time.
   *
   * @return whether one has ended: its grace is over
   */
  boolean tick(long nanos) {
    if (!begun) {
      begun = true;
      begunAt = nanos;
    }
    boolean ended = running && nanos - askedAt >= Math.min(MOST_GRACE, period / 2) && end();
    if (!running && nanos - begunAt >= period) {
      begin(nanos);
      return ended || (awaited.isEmpty() && end());
    }
    return ended;
  }

  private void begin(long nanos) {
    // By the plan, not by when the tick came: rounds do not drift, and none is made up for.
    begunAt += (nanos - begunAt) / period * period;
    askedAt = nanos;
    running = true;
    for (Switch each : switches.all()) {
      if (each.isConnected()) {
        ask(each);
      }
    }
  }

  private void ask(Switch of) {
    if (wantsAll.test(of)) {
      flows(of);
    } else if (table.size() <= COUNTED_FLOWS) {
      flows(of, Cookie.PREFIX | Cookie.FIRST, Cookie.PREFIX_MASK | Cookie.FIRST);
    } else if (table.hasConnections()) {
      flows(
          of,
          Cookie.of(Cookie.CONNECTION, 0) | Cookie.FIRST,
          Cookie.PREFIX_MASK | Cookie.KIND_MASK | Cookie.FIRST);
    }
    awaited.put(of, of.send(xid -> new PortStatsRequest(xid, OpenFlow.ANY)));
  }

  /** Takes counters; {@return whether the round has ended: all have answered} */
  boolean take(Switch from, PortStatsReply reply, long nanos) {
    for (PortStats stats : reply.ports()) {
      from.port(stats.port()).ifPresent(port -> port.counted.take(stats, nanos));
    }
    return !reply.more()
        && awaited.remove(from, reply.xid())
        && running
        && awaited.isEmpty()
        && end();
  }

  /** Waits no more for a switch; {@return whether that ends the round} */
  boolean left(Switch gone) {
    return awaited.remove(gone) != null && running && awaited.isEmpty() && end();
  }

  private boolean end() {
    running = false;
    for (Switch silent : awaited.keySet()) {
      silent.ports().forEach(port -> port.counted.missed());
    }
    awaited.clear();
    return true;
  }
}
