package dev.drover.simulate.migration;

import dev.drover.simulate.kernel.Actor;
import dev.drover.simulate.kernel.Simulator;

/** Has one thing done after a while, as often as asked. */
final class Timer implements Actor {
  private final Simulator simulator;
  private final Runnable action;
  private final int self;

  Timer(Simulator simulator, Runnable action) {
    this.simulator = simulator;
    this.action = action;
    this.self = simulator.register(this);
  }

  /** Starts it: the action comes in {@code picoseconds}, after what is under way now. */
  void in(long picoseconds) {
    simulator.schedule(simulator.now() + picoseconds, self);
  }

  @Override
  public void act() {
    action.run();
  }
}
