package dev.drover.cli.reproduce.lab;

import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.control.result.RunResult;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Three real migrations at once, h4→h1, h5→h2 and h6→h3. */
record MigrationsTrial(String routing) implements MeasuredTrial {
  /** Migration traffic of all three ÷ the time from the first start to the last end. */
  static final String TOGETHER = "together_mbit_s";

  /** From the first start command until the last source may be switched off. */
  static final String TOTAL_TIME = "total_time_s";

  /** Migration traffic of all three. */
  static final String TRAFFIC = "traffic_mib";

  private static final double MEBIBYTE = 1 << 20;

  @Override
  public String label() {
    return "migrations, " + routing;
  }

  @Override
  public Outcome measure(Workbench bench, int repetition) throws IOException, InterruptedException {
    return bench.inLab(
        FabricLab.withThreeVms(routing),
        lab ->
            outcome(
                Migrating.move(
                    bench, lab, List.of("vm-1", "h1", "vm-2", "h2", "vm-3", "h3"), List.of())));
  }

  private static Outcome outcome(RunResult run) {
    double seconds = run.evacuation().totalTimeMs() / 1000;
    long bytes = run.evacuation().migrationBytes();
    SortedMap<String, Double> measures = new TreeMap<>();
    measures.put(TOGETHER, bytes * 8 / seconds / 1e6);
    measures.put(TOTAL_TIME, seconds);
    measures.put(TRAFFIC, bytes / MEBIBYTE);
    return new Outcome(measures, List.of());
  }
}
