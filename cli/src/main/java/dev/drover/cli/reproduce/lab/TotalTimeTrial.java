package dev.drover.cli.reproduce.lab;

import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.control.result.RunResult;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A VM that writes migrates h4→h1 in one lab four times: without and with background flows, each by
 * the standard coupling of rounds and by early notification. It is put back to h4 between them.
 */
record TotalTimeTrial(String routing) implements MeasuredTrial {
  private static final double MEBIBYTE = 1 << 20;

  /** Of each of the two background flows, UDP. */
  static final String BACKGROUND = "20M";

  /** Longer than a period of the port statistics, so that D-R knows of the background. */
  private static final Duration KNOWN = Duration.ofSeconds(6);

  @Override
  public String label() {
    return "relay, " + routing;
  }

  /** {@return the measure {@code what} of a case, such as {@code alone_e_n_total_time_s}} */
  static String measure(boolean background, boolean early, String what) {
    return (background ? "background_" : "alone_") + (early ? "e_n_" : "standard_") + what;
  }

  @Override
  public Outcome measure(Workbench bench) throws IOException, InterruptedException {
    return bench.inLab(FabricLab.withWriter(routing), lab -> migrations(bench, lab));
  }

  private static Outcome migrations(Workbench bench, Lab lab)
      throws IOException, InterruptedException {
    SortedMap<String, Double> measures = new TreeMap<>();
    both(bench, lab, false, measures);
    bench.run(List.of("lab", "reset", lab.name()));
    Path folder = bench.folder();
    List<String> flow = List.of("-u", "-b", BACKGROUND, "-t", "600");
    try (Iperf first = Iperf.between(lab, folder, "h5", "h2", flow);
        Iperf second = Iperf.between(lab, folder, "h6", "h3", flow)) {
      first.send();
      second.send();
      Thread.sleep(KNOWN);
      both(bench, lab, true, measures);
      for (Iperf each : List.of(first, second)) {
        if (!each.sends()) {
          throw new IOException("a background flow ended too soon; see " + folder);
        }
      }
    }
    return new Outcome(measures, List.of());
  }

  private static void both(
      Workbench bench, Lab lab, boolean background, SortedMap<String, Double> measures)
      throws IOException, InterruptedException {
    add(measures, background, false, migrate(bench, lab, List.of("--transport", "relay")));
    bench.run(List.of("lab", "reset", lab.name()));
    List<String> early = List.of("--transport", "relay", "--early-notification");
    add(measures, background, true, migrate(bench, lab, early));
  }

  private static RunResult migrate(Workbench bench, Lab lab, List<String> options)
      throws IOException, InterruptedException {
    return Migrating.move(bench, lab, List.of("vm", "h1"), options);
  }

  private static void add(
      SortedMap<String, Double> measures, boolean background, boolean early, RunResult run) {
    RunResult.Migration migration = run.migrations().getFirst();
    measures.put(
        measure(background, early, TimeMeasures.TOTAL_TIME), run.evacuation().totalTimeMs() / 1000);
    measures.put(
        measure(background, early, TimeMeasures.DOWNTIME),
        migration.downtimeMs().orElse(Double.NaN) / 1000);
    measures.put(
        measure(background, early, TimeMeasures.ROUNDS), (double) migration.rounds().orElse(0));
    measures.put(
        measure(background, early, TimeMeasures.TRAFFIC),
        run.evacuation().migrationBytes() / MEBIBYTE);
  }
}
