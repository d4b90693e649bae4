package dev.drover.cli.reproduce.lab;

import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Trace;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Three TCP transfers of iperf3, h4→h1, h5→h2 and h6→h3, that begin 100 ms apart. */
record TransfersTrial(String routing) implements MeasuredTrial {
  /**
   * All that the three received ÷ the time from the first beginning to the last end, in Mbit/s; the
   * sum of their own rates would count the 100 ms between two of them twice.
   */
  static final String TOGETHER = "together_mbit_s";

  /** Goodput of the slowest, in Mbit/s. */
  static final String SLOWEST = "slowest_mbit_s";

  private static final Duration LENGTH = Duration.ofSeconds(10);
  private static final long APART_MS = 100;

  @Override
  public String label() {
    return "iperf3, " + routing;
  }

  @Override
  public Outcome measure(Workbench bench, int repetition) throws IOException, InterruptedException {
    Path folder = bench.folder();
    return bench.inLab(FabricLab.empty(routing), lab -> transfers(lab, folder));
  }

  private static Outcome transfers(Lab lab, Path folder) throws IOException, InterruptedException {
    List<String> options = List.of("-t", Long.toString(LENGTH.toSeconds()), "-i", "0.5");
    try (Iperf first = Iperf.between(lab, folder, "h4", "h1", options);
        Iperf second = Iperf.between(lab, folder, "h5", "h2", options);
        Iperf third = Iperf.between(lab, folder, "h6", "h3", options)) {
      List<Iperf> all = List.of(first, second, third);
      long began = System.nanoTime();
      long lastBegan = began;
      for (Iperf each : all) {
        lastBegan = System.nanoTime();
        each.send();
        Thread.sleep(APART_MS);
      }
      double seconds = LENGTH.plusNanos(lastBegan - began).toNanos() / 1e9;
      List<Trace> traces = new ArrayList<>();
      double megabits = 0;
      double slowest = Double.MAX_VALUE;
      for (Iperf each : all) {
        Iperf.Report report = each.report(LENGTH);
        traces.add(report.sent());
        megabits += report.megabits();
        slowest = Math.min(slowest, report.goodput());
      }
      SortedMap<String, Double> measures = new TreeMap<>();
      measures.put(TOGETHER, megabits / seconds);
      measures.put(SLOWEST, slowest);
      return new Outcome(measures, traces);
    }
  }
}
