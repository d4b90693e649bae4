package dev.drover.simulate.scenario;

import dev.drover.model.unit.DirtyRate;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.memory.GuestMemory;
import dev.drover.simulate.memory.HotColdWrites;
import dev.drover.simulate.memory.PageSet;
import dev.drover.simulate.memory.PhasedWrites;
import dev.drover.simulate.memory.ReplayedTrace;
import dev.drover.simulate.memory.UniformWrites;
import dev.drover.simulate.memory.WritePattern;
import dev.drover.simulate.memory.ZipfWrites;
import dev.drover.simulate.migration.SimulatedGuest;

/** Makes guests as a scenario describes them. */
final class Guests {
  private Guests() {}

  static SimulatedGuest of(VmSpec vm, Seeds seeds) {
    String entity = "vm/" + vm.name();
    int pages = vm.pages();
    return new SimulatedGuest(
        vm.name(),
        vm.host(),
        new GuestMemory(pattern(vm.writes(), pages, seeds.seed(entity + "/writes"))),
        SimulatedGuest.drawZeroPages(pages, vm.zeroShare(), seeds.generator(entity + "/zero")),
        vm.reads().map(reads -> pattern(reads, pages, seeds.seed(entity + "/reads"))));
  }

  /** Phases of one guest have one seed, and with it the same hot pages. */
  private static WritePattern pattern(MemoryPattern pattern, int pages, long seed) {
    return switch (pattern) {
      case MemoryPattern.Idle _ -> new Idle(pages);
      case MemoryPattern.Uniform(double rate) -> new UniformWrites(pages, rate, seed);
      case MemoryPattern.HotCold(double rate, var workingSet, double hotShare) ->
          new HotColdWrites(
              pages, (int) (workingSet.count() / DirtyRate.PAGE.count()), hotShare, rate, seed);
      case MemoryPattern.Zipf(double rate, double exponent) ->
          new ZipfWrites(pages, exponent, rate, seed);
      case MemoryPattern.Phased(var phases) ->
          new PhasedWrites(
              phases.stream()
                  .map(phase ->
                      new PhasedWrites.Phase(phase.time(), pattern(phase.pattern(), pages, seed)))
                  .toList());
      case MemoryPattern.Replay(var trace, var atEnd) -> new ReplayedTrace(trace, atEnd);
    };
  }

  /** Leaves its memory as it is. */
  private record Idle(int pages) implements WritePattern {
    @Override
    public void write(long from, long to, PageSet dirty) {}
  }
}
