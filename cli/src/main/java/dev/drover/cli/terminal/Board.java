package dev.drover.cli.terminal;

import dev.drover.model.unit.BitRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One moment of a job that moves VMs.
 *
 * @param fraction done of the whole job, from 0 to 1
 * @param left expected time to the end; empty while not known
 */
public record Board(List<Line> lines, double fraction, Duration elapsed, Optional<Duration> left) {
  public Board {
    lines = List.copyOf(lines);
  }

  /** Where a VM stands. */
  public enum State {
    WAITING,
    MOVING,
    MOVED,
    CANCELLED,
    FAILED;

    boolean isFinal() {
      return this == MOVED || this == CANCELLED || this == FAILED;
    }
  }

  /**
   * One VM.
   *
   * @param phase the migration's phase, such as {@code pre-copy}; the reason when it failed
   * @param round pass over dirty memory, from 1; 0 before the first
   * @param fraction done, from 0 to 1
   */
  public record Line(
      String vm,
      String destination,
      String technique,
      State state,
      String phase,
      int round,
      double fraction,
      BitRate rate,
      Optional<Duration> left) {}

  int moved() {
    return (int) lines.stream().filter(l -> l.state() == State.MOVED).count();
  }
}
