package dev.drover.simulate.kernel;

/**
 * A deadline that is mostly put off before it comes, such as TCP's retransmission timeout. Putting
 * it off costs nothing: the event that waits for the old deadline looks at the new one and asks
 * again.
 */
public final class Timer implements Actor {
  private final Simulator simulator;
  private final Runnable action;
  private final int number;
  private long deadline = SimTime.NEVER;
  private long earliestEvent = SimTime.NEVER;

  /** A timer that runs {@code action} when its deadline has come. */
  public Timer(Simulator simulator, Runnable action) {
    this.simulator = simulator;
    this.action = action;
    this.number = simulator.register(this);
  }

  /** {@return when it will run its action; {@link SimTime#NEVER} when it is not set} */
  public long deadline() {
    return deadline;
  }

  public boolean isSet() {
    return deadline != SimTime.NEVER;
  }

  /** Has the action run at {@code time} instead of whenever it was to be before. */
  public void set(long time) {
    deadline = time;
    ask();
  }

  public void cancel() {
    deadline = SimTime.NEVER;
  }

  @Override
  public void act() {
    if (simulator.now() >= earliestEvent) {
      earliestEvent = SimTime.NEVER;
    }
    if (deadline <= simulator.now()) {
      deadline = SimTime.NEVER;
      action.run();
    } else if (deadline != SimTime.NEVER) {
      ask();
    }
  }

  private void ask() {
    if (deadline < earliestEvent) {
      earliestEvent = deadline;
      simulator.schedule(deadline, number);
    }
  }
}
