package dev.drover.cli.reproduce.score;

import dev.drover.agent.flow.FlowTable;
import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a table of so many flows keeps on the heap: the heap's use after a collection with the table
 * less that without. Small tables are many at once, so that what else changes there does not count.
 */
record MemoryTrial(FlowSet set, int flows) implements MeasuredTrial {
  static final String MEMORY = "memory_mb";
  static final String EACH = "bytes_per_flow";

  private static final int FLOWS_IN_ALL = 200_000;
  private static final int MOST_TABLES = 2000;

  @Override
  public String label() {
    return "memory of " + Sizes.text(flows) + " flows of " + set.title();
  }

  @Override
  public Outcome measure(Workbench bench, int repetition) {
    int count = Math.clamp(FLOWS_IN_ALL / flows, 1, MOST_TABLES);
    List<FlowTable> tables = new ArrayList<>(count);
    long before = used();
    for (int i = 0; i < count; i++) {
      FlowTable table = FlowSet.emptyTable();
      set.addTo(table, flows, 1500, i);
      tables.add(table);
    }
    double bytes = (double) (used() - before) / count;
    // The tables are in use until here.
    int held = tables.stream().mapToInt(FlowTable::size).sum();
    if (held != count * flows) {
      throw new IllegalStateException("flows are missing: " + held);
    }
    return new Outcome(new TreeMap<>(Map.of(MEMORY, bytes / 1e6, EACH, bytes / flows)), List.of());
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
