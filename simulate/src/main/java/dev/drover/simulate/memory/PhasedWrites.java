package dev.drover.simulate.memory;

import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.List;

/**
 * Patterns that take turns by guest time, over and over. A pattern's own clock stands while it is
 * not its turn, so each goes on where it was.
 */
public final class PhasedWrites implements WritePattern {
  private final WritePattern[] patterns;

  /** When within a cycle each phase begins, in picoseconds, and then when the cycle ends. */
  private final long[] bounds;

  /** One turn of a pattern: nothing else uses that pattern. */
  public record Phase(Duration duration, WritePattern pattern) {
    public Phase {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException("duration must be above 0: " + duration);
      }
    }
  }

  /** A cycle of at least one phase, all of the same guest. */
  public PhasedWrites(List<Phase> phases) {
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("phases must not be empty");
    }
    this.patterns = new WritePattern[phases.size()];
    this.bounds = new long[phases.size() + 1];
    for (int i = 0; i < patterns.length; i++) {
      patterns[i] = phases.get(i).pattern();
      bounds[i + 1] = Math.addExact(bounds[i], SimTime.of(phases.get(i).duration()));
      if (patterns[i].pages() != patterns[0].pages()) {
        throw new IllegalArgumentException(
            "phases must have one number of pages: "
                + patterns[0].pages()
                + " and "
                + patterns[i].pages());
      }
    }
  }

  @Override
  public void write(long from, long to, PageSet dirty) {
    for (int i = 0; i < patterns.length; i++) {
      long begin = turns(i, from);
      long end = turns(i, to);
      if (end > begin) {
        patterns[i].write(begin, end, dirty);
      }
    }
  }

  /** {@return how long phase {@code i} has had its turn by {@code guestTime}} */
  private long turns(int i, long guestTime) {
    long cycle = bounds[patterns.length];
    long within = guestTime % cycle;
    long length = bounds[i + 1] - bounds[i];
    return guestTime / cycle * length + Math.clamp(within - bounds[i], 0, length);
  }

  @Override
  public int pages() {
    return patterns[0].pages();
  }
}
