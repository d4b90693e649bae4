package dev.drover.simulate.scenario.file;

import dev.drover.model.unit.Bytes;
import dev.drover.model.unit.DirtyRate;
import dev.drover.model.unit.Durations;
import dev.drover.simulate.memory.MemoryTrace;
import dev.drover.simulate.memory.ReplayedTrace.AtEnd;
import dev.drover.simulate.memory.TraceException;
import dev.drover.simulate.memory.TraceReader;
import dev.drover.simulate.scenario.MemoryPattern;
import dev.drover.yaml.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a guest does to its memory. */
final class MemoryReader {
  private static final List<String> PATTERNS =
      List.of("idle", "uniform", "hot-cold", "zipf", "phased", "trace");

  private final Path file;
  private final Bytes memory;

  /**
   * For one guest.
   *
   * @param file the scenario; traces are looked for beside it
   */
  MemoryReader(Path file, Bytes memory) {
    this.file = file;
    this.memory = memory;
  }

  MemoryPattern read(Section section) {
    String pattern = Words.oneOf(section, "pattern", PATTERNS);
    MemoryPattern read =
        switch (pattern) {
          case "idle" -> new MemoryPattern.Idle();
          case "uniform" -> {
            double rate = rate(section);
            yield section.checked("rate", () -> new MemoryPattern.Uniform(rate));
          }
          case "hot-cold" -> hotCold(section);
          case "zipf" -> {
            double rate = rate(section);
            double exponent = section.optional("exponent", Words::decimal).orElse(1.0);
            if (exponent > 10) {
              throw section.refuse("exponent", "'exponent' is above 10; lower it");
            }
            yield section.checked("rate", () -> new MemoryPattern.Zipf(rate, exponent));
          }
          case "phased" -> phased(section);
          default -> trace(section);
        };
    section.end();
    return read;
  }

  private static double rate(Section section) {
    return section.required("rate", Words::decimal);
  }

  private MemoryPattern hotCold(Section section) {
    double rate = rate(section);
    Bytes workingSet = section.required("workingSet", Bytes::parse);
    if (workingSet.compareTo(DirtyRate.PAGE) < 0 || workingSet.compareTo(memory) >= 0) {
      throw section.refuse(
          "workingSet",
          "'workingSet' must be from 4KiB to below the memory of " + memory + "; change one");
    }
    double hotShare = section.optional("hotShare", Words::decimal).orElse(0.9);
    return section.checked("hotShare", () -> new MemoryPattern.HotCold(rate, workingSet, hotShare));
  }

  private MemoryPattern phased(Section section) {
    List<MemoryPattern.Phase> phases = new ArrayList<>();
    for (Section item : section.sections("phases", "phase")) {
      var time = item.required("time", Durations::parse);
      if (time.isZero()) {
        throw item.refuse("time", "'time' must be above 0s; raise it");
      }
      phases.add(new MemoryPattern.Phase(time, read(item)));
    }
    return section.checked("phases", () -> new MemoryPattern.Phased(phases));
  }

  private MemoryPattern trace(Section section) {
    Path named = file.resolveSibling(section.text("file"));
    AtEnd atEnd = Words.constant(section, "atEnd", AtEnd.class).orElse(AtEnd.LOOP);
    MemoryTrace trace;
    try {
      trace = TraceReader.read(named);
    } catch (TraceException e) {
      throw section.refuse("file", String.valueOf(e.getMessage()));
    }
    long recorded = trace.header().pages() * trace.header().pageSize().count();
    if (recorded != memory.count() || !trace.header().pageSize().equals(DirtyRate.PAGE)) {
      throw section.refuse(
          "file",
          "the trace is of a guest with "
              + Bytes.of(recorded)
              + " in pages of "
              + trace.header().pageSize()
              + ", this one has "
              + memory
              + " in pages of 4KiB; change 'memory' or take another trace");
    }
    return new MemoryPattern.Replay(trace, atEnd);
  }
}
