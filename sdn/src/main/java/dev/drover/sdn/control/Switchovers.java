package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message.BarrierRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves of running flows, make before break: a rule is set when a barrier has told that those
 * behind it are there; the old path is left when all are.
 */
final class Switchovers {
  /** One that is under way, and the barrier it waits for. */
  private static final class Switchover {
    final Flow flow;
    final FlowPath path;
    int step;
    int xid;

    Switchover(Flow flow, FlowPath path) {
      this.flow = flow;
      this.path = path;
    }

    int steps() {
      return 2 * path.hops();
    }

    boolean isBack() {
      return step < path.hops();
    }

    int hop() {
      return isBack() ? step : steps() - 1 - step;
    }
  }

  private final Flows flows;
  private final List<Switchover> running = new ArrayList<>();

  Switchovers(Flows flows) {
    this.flows = flows;
  }

  void begin(Flow flow, FlowPath path) {
    Switchover begun = new Switchover(flow, path);
    running.add(begun);
    go(begun);
  }

  private void go(Switchover on) {
    flows.set(on.flow, on.path, on.hop(), on.isBack());
    on.xid = on.path.at(on.hop()).send(BarrierRequest::new);
  }

  /** A switch has done all that it was told before a barrier. */
  void answered(Switch at, int xid, long nanos) {
    for (int i = 0; i < running.size(); i++) {
      Switchover on = running.get(i);
      if (on.xid == xid && on.path.at(on.hop()) == at) {
        on.step++;
        if (on.step == on.steps()) {
          running.remove(i);
          flows.leave(on.flow, nanos);
        } else {
          go(on);
        }
        return;
      }
    }
  }

  /** {@return whether one of {@code flow} was under way; it is not any more} */
  boolean abort(Flow flow) {
    return running.removeIf(on -> on.flow == flow);
  }
}
