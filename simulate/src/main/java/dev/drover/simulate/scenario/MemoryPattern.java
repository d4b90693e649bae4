package dev.drover.simulate.scenario;

import dev.drover.model.unit.Bytes;
import dev.drover.simulate.memory.MemoryTrace;
import dev.drover.simulate.memory.ReplayedTrace;
import java.time.Duration;
import java.util.List;

/**
 * Which pages a guest writes to, or reads, and how often. Rates are accesses a second of guest
 * time; several may hit the same page.
 */
public sealed interface MemoryPattern {
  /** Nothing. */
  record Idle() implements MemoryPattern {}

  /** All pages alike. */
  record Uniform(double perSecond) implements MemoryPattern {
    public Uniform {
      Scenarios.positive("rate", perSecond);
    }
  }

  /**
   * A working set and the rest.
   *
   * @param hotShare share of the accesses that hit the {@code workingSet}, 0 to 1
   */
  record HotCold(double perSecond, Bytes workingSet, double hotShare) implements MemoryPattern {
    public HotCold {
      Scenarios.positive("rate", perSecond);
      Scenarios.share("hotShare", hotShare);
    }
  }

  /** Pages in proportion to rank⁻ᵉˣᵖᵒⁿᵉⁿᵗ. */
  record Zipf(double perSecond, double exponent) implements MemoryPattern {
    public Zipf {
      Scenarios.positive("rate", perSecond);
    }
  }

  /** Patterns by turns, over and over. */
  record Phased(List<Phase> phases) implements MemoryPattern {
    public Phased {
      phases = List.copyOf(phases);
      if (phases.isEmpty()) {
        throw new IllegalArgumentException("phases must not be empty");
      }
    }
  }

  /** One turn. */
  record Phase(Duration time, MemoryPattern pattern) {}

  /** What a recorded guest wrote. */
  record Replay(MemoryTrace trace, ReplayedTrace.AtEnd atEnd) implements MemoryPattern {}
}
