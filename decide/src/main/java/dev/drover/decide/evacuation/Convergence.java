package dev.drover.decide.evacuation;

import dev.drover.model.PlannedMigration;
import java.time.Duration;

/**
 * What to do about a migration that does not come to an end by itself. Pure.
 *
 * <ul>
 *   <li>Pre-copy: after {@code patience} rounds, and then after every {@code step} more, the
 *       downtime limit is doubled, up to {@code downtimeCeiling}: a longer pause rather than rounds
 *       for ever.
 *   <li>Hybrid: from the second round on it is told to switch to post-copy, should it not have done
 *       so by itself.
 *   <li>Any technique: after {@code giveUpAfter}, or ten times the predicted time if that is longer
 *       (a large VM on the floor of a full link takes hours), it is cancelled, if it still can be;
 *       the VM runs on at its source.
 * </ul>
 *
 * @param patience rounds without a complaint; 0 to leave downtime limit and switch to QEMU
 */
public record Convergence(int patience, int step, Duration downtimeCeiling, Duration giveUpAfter) {
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final int TIMES_PREDICTED = 10;

  public Convergence {
    if (patience < 0 || step < 1) {
      throw new IllegalArgumentException(
          "patience must be 0 or more and step 1 or more: " + patience + ", " + step);
    }
  }

  /** Ten rounds, then a longer pause every five, up to two seconds; 15 minutes at least. */
  public static Convergence standard() {
    return new Convergence(10, 5, Duration.ofSeconds(2), LONG);
  }

  /** As QEMU does when nobody looks after it, for comparison; 15 minutes at least. */
  public static Convergence asQemu() {
    return new Convergence(0, 1, Duration.ZERO, LONG);
  }

  /** {@return what {@code policy} asks for} */
  public static Convergence of(EvacuationPolicy policy) {
    return policy.helpsConvergence() ? standard() : asQemu();
  }

  /** What to do now. */
  public sealed interface Action {
    /** Nothing. */
    record Wait() implements Action {}

    /** Accept a longer stop-and-copy. */
    record RaiseDowntime(Duration limit) implements Action {}

    /** Hybrid: resume at the destination now. */
    record SwitchToPostCopy() implements Action {}

    /** Cancel. */
    record GiveUp(String reason) implements Action {}
  }

  /**
   * {@return the action for a migration in its pre-copy rounds}
   *
   * @param round pass over dirty memory, from 1; 0 before the first
   * @param first the downtime limit it was started with
   * @param limit the downtime limit in force
   * @param switching whether the switch was ordered already
   */
  public Action next(
      PlannedMigration planned,
      int round,
      Duration elapsed,
      Duration first,
      Duration limit,
      boolean switching) {
    Duration expected = planned.predicted().totalTime().multipliedBy(TIMES_PREDICTED);
    Duration longest = expected.compareTo(giveUpAfter) > 0 ? expected : giveUpAfter;
    if (elapsed.compareTo(longest) > 0) {
      return new Action.GiveUp("not finished after " + longest.toSeconds() + " s");
    }
    if (patience == 0) {
      return new Action.Wait();
    }
    return switch (planned.technique()) {
      case HYBRID -> round >= 2 && !switching ? new Action.SwitchToPostCopy() : new Action.Wait();
      case POST_COPY -> new Action.Wait();
      case PRE_COPY -> {
        int doublings = round <= patience ? 0 : 1 + (round - patience - 1) / step;
        Duration wanted = first.multipliedBy(1L << Math.min(doublings, 20));
        Duration allowed = wanted.compareTo(downtimeCeiling) < 0 ? wanted : downtimeCeiling;
        yield allowed.compareTo(limit) > 0 ? new Action.RaiseDowntime(allowed) : new Action.Wait();
      }
    };
  }
}
