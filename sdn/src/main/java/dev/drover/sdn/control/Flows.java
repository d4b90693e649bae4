package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives flows their ways and puts the rules there. The rules of a direction are sent from its far
 * end backwards: where switches are equally quick, what meets a new rule meets new rules from there
 * on. That is not waited for, and between rules of two ways a frame may for a moment go in a
 * circle; only {@link #move}, which awaits barriers, rules that out. Rules that a new path does not
 * need are removed when what was under way has arrived.
 */
final class Flows {
  /** How long frames may be under way on a path that was left. */
  static final long DRAIN = 1_000_000_000L;

  /** How long a switch that refused a rule is not asked again. */
  private static final long REFUSED = 1_000_000_000L;

  /** A path to clear of its rules, or a flow to look after, when its time comes. */
  private record Due(long at, Flow flow, FlowPath path) {}

  private final FlowTable table;
  private final Routes routes;
  private final int idleTimeout;
  private final long idle;
  private final Switchovers switchovers = new Switchovers(this);
  private final ArrayDeque<Due> retired = new ArrayDeque<>();
  private final ArrayDeque<Due> orphans = new ArrayDeque<>();

  Flows(FlowTable table, Routes routes, ControllerSettings settings) {
    this.table = table;
    this.routes = routes;
    this.idleTimeout = (int) settings.idleTimeout().toSeconds();
    this.idle = settings.idleTimeout().toNanos();
  }

  /**
   * Chooses a way for a flow and sets its rules.
   *
   * @return whether there is one; otherwise what was there stays
   */
  boolean route(Flow flow, long nanos) {
    Optional<Way> way = choose(flow);
    way.ifPresent(chosen -> install(flow, chosen, nanos));
    flow.waiting = way.isEmpty();
    return way.isPresent();
  }

  private Optional<Way> choose(Flow flow) {
    if (!flow.source.isReachable()
        || !flow.destination.isReachable()
        || flow.source.place() == flow.destination.place()) {
      return Optional.empty();
    }
    Switch from = flow.source.place().owner;
    Switch to = flow.destination.place().owner;
    return flow.reservation()
        .map(reservation -> reservation.fitting(routes, flow.hash()))
        .orElseGet(() -> routes.choose(from, to, flow.hash()));
  }

  /** Sets the rules of a flow along {@code way} at once. */
  void install(Flow flow, Way way, long nanos) {
    FlowPath path = begin(flow, way, nanos);
    for (int hop = 0; hop < path.hops(); hop++) {
      set(flow, path, hop, true);
    }
    for (int hop = path.hops() - 1; hop >= 0; hop--) {
      set(flow, path, hop, false);
    }
    leave(flow, nanos);
  }

  /**
   * Sets them one after the other, each when the one before is known to be there: no frame of a
   * running flow is lost.
   */
  void move(Flow flow, Way way, long nanos) {
    FlowPath path = begin(flow, way, nanos);
    switchovers.begin(flow, path);
  }

  private FlowPath begin(Flow flow, Way way, long nanos) {
    if (switchovers.abort(flow)) {
      leave(flow, nanos);
    }
    FlowPath before = flow.pathOrNull();
    FlowPath path =
        new FlowPath(table.number(flow), way, flow.source.place(), flow.destination.place());
    if (before != null) {
      flow.left.add(before);
      if (before.source.owner != path.source.owner) {
        flow.sent.restart();
      }
      if (before.destination.owner != path.destination.owner) {
        flow.returned.restart();
      }
    }
    flow.waiting = false;
    flow.follow(path);
    return path;
  }

  /** The paths that a flow had before are cleared after a while. */
  void leave(Flow flow, long nanos) {
    for (FlowPath before : flow.left) {
      retired.add(new Due(nanos + DRAIN, flow, before));
    }
    flow.left.clear();
  }

  /** Sets one rule. */
  void set(Flow flow, FlowPath path, int hop, boolean back) {
    int timeout = flow.reserved ? 0 : idleTimeout;
    long cookie = flow.cookie(path, hop, back);
    if (!path.at(hop).isConnected()) {
      return;
    }
    path.at(hop)
        .send(xid ->
            Rules.forward(
                xid, cookie, timeout, flow.priority(), flow.match(back), path.output(hop, back)));
    path.put(hop, back);
  }

  /** A packet of a flow came from a switch that should have had a rule for it. */
  void repeat(Flow flow, FlowPath path, Switch at, boolean back, long nanos) {
    int hop = path.hop(at);
    if (hop >= 0 && !flow.wasRefusedWithin(REFUSED, nanos)) {
      set(flow, path, hop, back);
    }
  }

  /** Sets all rules of a flow again as they are, say with another timeout. */
  void refresh(Flow flow) {
    FlowPath path = flow.pathOrNull();
    if (path != null) {
      for (int hop = 0; hop < path.hops(); hop++) {
        set(flow, path, hop, true);
      }
      for (int hop = path.hops() - 1; hop >= 0; hop--) {
        set(flow, path, hop, false);
      }
    }
  }

  /** Gives all flows a way whose own is broken, or who wait for one. */
  void mend(long nanos) {
    mend(table.all(), nanos);
  }

  /** The same for the flows of one host, which may have moved. */
  void mend(Host host, long nanos) {
    mend(List.copyOf(host.flows), nanos);
  }

  private void mend(List<Flow> flows, long nanos) {
    for (Flow flow : flows) {
      if (flow.waiting || !flow.isInPlace()) {
        route(flow, nanos);
      }
    }
  }

  /**
   * A switch has left. Its rules may be lost; who has no others is remembered for as long as its
   * rules would have been without traffic, for the case that the switch comes back.
   */
  void lost(Switch left, long nanos) {
    for (Flow flow : table.all()) {
      FlowPath path = flow.pathOrNull();
      int hop = path == null ? -1 : path.hop(left);
      if (path != null && hop >= 0 && (path.has(hop, false) || path.has(hop, true))) {
        path.lose(hop, false);
        path.lose(hop, true);
        orphanIfGone(flow, path, nanos);
      }
    }
  }

  private void orphanIfGone(Flow flow, FlowPath path, long nanos) {
    if (path.isGone()) {
      orphans.add(new Due(nanos + idle, flow, path));
    }
  }

  /** Forgets a flow and removes its rules. */
  void drop(Flow flow) {
    switchovers.abort(flow);
    FlowPath path = flow.pathOrNull();
    if (path != null) {
      flow.left.add(path);
    }
    flow.left.forEach(left -> clear(flow, left));
    flow.left.clear();
    table.remove(flow);
  }

  /** Forgets a flow but leaves its rules where they are, as those of an earlier run. */
  void forget(Flow flow, long nanos) {
    switchovers.abort(flow);
    leave(flow, nanos);
    flow.path().ifPresent(path -> table.free(path.number));
    table.remove(flow);
  }

  /** Removes the rules of a path but for those whose place another path's have taken. */
  private void clear(Flow flow, FlowPath old) {
    for (int hop = 0; hop < old.hops(); hop++) {
      clear(flow, old, hop, true);
      clear(flow, old, hop, false);
    }
    table.free(old.number);
  }

  private static void clear(Flow flow, FlowPath old, int hop, boolean back) {
    FlowPath now = flow.pathOrNull();
    if (old.has(hop, back) && (now == null || now == old || now.hop(old.at(hop)) < 0)) {
      long cookie = flow.cookie(old, hop, back);
      old.at(hop).send(xid -> Rules.remove(xid, cookie, flow.priority(), flow.match(back)));
    }
  }

  /** A rule is gone. When it was the last of its flow, that is forgotten. */
  void removed(Switch from, FlowRemoved gone) {
    Optional<Flow> found = table.numbered(Cookie.number(gone.cookie()));
    if (found.isEmpty()) {
      return;
    }
    Flow flow = found.get();
    FlowPath path = flow.pathOrNull();
    boolean back = Cookie.isBack(gone.cookie());
    int hop = path == null ? -1 : path.hop(from);
    if (path == null
        || path.number != Cookie.number(gone.cookie())
        || hop < 0
        || !flow.match(back).equals(gone.match())) {
      return;
    }
    path.lose(hop, back);
    if (path.isGone() && !flow.reserved) {
      drop(flow);
    }
  }

  /** {@return the flow one of whose rules a switch refused; empty when it has no such one now} */
  Optional<Flow> refused(Switch at, long cookie, long nanos) {
    Optional<Flow> found = table.numbered(Cookie.number(cookie));
    if (found.isEmpty()) {
      return found;
    }
    Flow flow = found.get();
    FlowPath path = flow.pathOrNull();
    int hop = path == null ? -1 : path.hop(at);
    if (path == null || path.number != Cookie.number(cookie) || hop < 0) {
      return Optional.empty();
    }
    flow.refuse(nanos);
    if (path.has(hop, Cookie.isBack(cookie))) {
      path.lose(hop, Cookie.isBack(cookie));
      orphanIfGone(flow, path, nanos);
    }
    return found;
  }

  /** Takes the counters of a direction's first rule. */
  void count(FlowStats stats, long nanos) {
    if (!Cookie.isFirst(stats.cookie())) {
      return;
    }
    table
        .numbered(Cookie.number(stats.cookie()))
        .filter(
            flow -> flow.path().filter(p -> p.number == Cookie.number(stats.cookie())).isPresent())
        .ifPresent(flow ->
            (Cookie.isBack(stats.cookie()) ? flow.returned : flow.sent).take(stats.bytes(), nanos));
  }

  void barrier(Switch at, int xid, long nanos) {
    switchovers.answered(at, xid, nanos);
  }

  void tick(long nanos) {
    while (!retired.isEmpty() && nanos - retired.getFirst().at() >= 0) {
      Due due = retired.removeFirst();
      clear(due.flow(), due.path());
    }
    List<Due> forgotten = new ArrayList<>();
    while (!orphans.isEmpty() && nanos - orphans.getFirst().at() >= 0) {
      forgotten.add(orphans.removeFirst());
    }
    for (Due due : forgotten) {
      Flow flow = due.flow();
      if (flow.pathOrNull() == due.path()
          && due.path().isGone()
          && !flow.reserved
          && table.contains(flow)) {
        drop(flow);
      }
    }
  }
}
