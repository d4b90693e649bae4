package dev.drover.agent.token;

import java.util.Comparator;

/**
 * How far a token has come. Of two the one with the higher generation counts, and within a
 * generation the one that was passed on more often.
 *
 * @param generation the token's; one that is created anew has a higher one
 * @param hop how often it was passed on
 */
record Mark(long generation, long hop) implements Comparable<Mark> {
  /** Before any token. */
  static final Mark NONE = new Mark(0, 0);

  private static final Comparator<Mark> ORDER =
      Comparator.comparingLong(Mark::generation).thenComparingLong(Mark::hop);

  Mark {
    if (generation < 0 || hop < 0) {
      throw new IllegalArgumentException(
          "no token has generation " + generation + " and hop " + hop);
    }
  }

  @Override
  public int compareTo(Mark other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return generation + "." + hop;
  }
}
