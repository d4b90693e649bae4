package dev.drover.simulate.prediction;

import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.memory.MemoryTrace;
import dev.drover.simulate.scenario.MemoryPattern;

/**
 * How fast a pattern writes, as if each write hit a page of its own. Phases count by their time. A
 * recorded guest dirties what the recording says, in its mean, whatever is asked of its end.
 */
final class MeanDirtyRate {
  private MeanDirtyRate() {}

  static DirtyRate of(MemoryPattern pattern) {
    return DirtyRate.ofBytesPerSecond(Math.round(pagesPerSecond(pattern) * DirtyRate.PAGE.count()));
  }

  private static double pagesPerSecond(MemoryPattern pattern) {
    return switch (pattern) {
      case MemoryPattern.Idle _ -> 0;
      case MemoryPattern.Uniform uniform -> uniform.perSecond();
      case MemoryPattern.HotCold hotCold -> hotCold.perSecond();
      case MemoryPattern.Zipf zipf -> zipf.perSecond();
      case MemoryPattern.Phased phased -> mean(phased);
      case MemoryPattern.Replay replay -> recorded(replay.trace());
    };
  }

  private static double mean(MemoryPattern.Phased phased) {
    double writes = 0;
    double seconds = 0;
    for (MemoryPattern.Phase phase : phased.phases()) {
      double turn = phase.time().toNanos() / 1e9;
      writes += turn * pagesPerSecond(phase.pattern());
      seconds += turn;
    }
    return writes / seconds;
  }

  private static double recorded(MemoryTrace trace) {
    return trace.dirtied() / SimTime.toSeconds(trace.length());
  }
}
