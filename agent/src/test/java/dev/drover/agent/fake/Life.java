package dev.drover.agent.fake;

/**
 * The life of one agent process. It ends at a chosen step, which is any call that leaves the agent
 * or its return; from then on nothing that belongs to it does anything.
 */
final class Life {
  private final String host;
  private final int lastStep;
  private int steps;
  private boolean over;

  /**
   * A new life.
   *
   * @param lastStep the step at which it ends; 0 for never
   */
  Life(String host, int lastStep) {
    this.host = host;
    this.lastStep = lastStep;
  }

  /** Marks a step; throws when the agent is dead or dies here. */
  synchronized void step() {
    steps++;
    if (steps == lastStep) {
      over = true;
    }
    if (over) {
      throw new AgentKilled(this, "agent of " + host + " is dead at step " + steps);
    }
  }

  synchronized void end() {
    over = true;
  }

  synchronized boolean over() {
    return over;
  }

  synchronized int steps() {
    return steps;
  }

  /** Unwinds a thread of a killed agent; not an exception that anything handles. */
  static final class AgentKilled extends Error {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final transient Life life;

    AgentKilled(Life life, String message) {
      super(message, null, false, false);
      this.life = life;
    }

    boolean isOf(Life other) {
      return life == other;
    }
  }
}
