package dev.drover.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stays on the heap, by the heap's own account. */
final class FlowTableFootprintTest {
  private static final int FLOWS = 100_000;
  private static final int SHARE_A_SOURCE = 1000;

  /** A fifth of the 46 MB that the paper has for flows of type 2. */
  private static final long FIFTH_OF_PAPERS = 9_200_000;

  private static final int TABLES = 4;

  @Test
  void hundredThousandFlows_ofAHundredSources_takeAFifthOfThePapers() {
    List<FlowTable> tables = new ArrayList<>();
    long before = used();
    for (int t = 0; t < TABLES; t++) {
      FlowTable table = new FlowTable(Duration.ofSeconds(30), FLOWS);
      for (int i = 0; i < FLOWS; i++) {
        int source = i / SHARE_A_SOURCE;
        // Destinations all differ, which is the dearest that flows of this type can be.
        table.add(new FlowKey(source, 1 << 30 | i, 6, 40_000, 80), 1500, i);
        table.learn(source, source);
      }
      tables.add(table);
    }

    assertThat((used() - before) / TABLES).isLessThan(FIFTH_OF_PAPERS);
    assertThat(tables).allMatch(table -> table.size() == FLOWS);
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
