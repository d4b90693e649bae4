package dev.drover.cli.reproduce.lab;

import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.control.result.RunResult;
import dev.drover.control.result.RunResult.SentRound;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A VM that writes migrates h4→h1 in one lab four times: without and with background flows, each by
 * the standard coupling of rounds and by early notification. It is put back to h4 between them.
 * Which coupling is first changes from repetition to repetition.
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
  public Outcome measure(Workbench bench, int repetition) throws IOException, InterruptedException {
    return bench.inLab(FabricLab.withWriter(routing), lab -> migrations(bench, lab, repetition));
  }

  private static Outcome migrations(Workbench bench, Lab lab, int repetition)
      throws IOException, InterruptedException {
    SortedMap<String, Double> measures = new TreeMap<>();
    // The first migration of a new lab is slower than any after it: agents have yet to be compiled.
    migrate(bench, lab, List.of("--transport", "relay"));
    bench.run(List.of("lab", "reset", lab.name()));
    both(bench, lab, repetition, false, measures);
    bench.run(List.of("lab", "reset", lab.name()));
    Path folder = bench.folder();
    List<String> flow = List.of("-u", "-b", BACKGROUND, "-t", "600");
    try (Iperf first = Iperf.between(lab, folder, "h5", "h2", flow);
        Iperf second = Iperf.between(lab, folder, "h6", "h3", flow)) {
      first.send();
      second.send();
      Thread.sleep(KNOWN);
      both(bench, lab, repetition, true, measures);
      for (Iperf each : List.of(first, second)) {
        if (!each.sends()) {
          throw new IOException("a background flow ended too soon; see " + folder);
        }
      }
    }
    return new Outcome(measures, List.of());
  }

  private static void both(
      Workbench bench,
      Lab lab,
      int repetition,
      boolean background,
      SortedMap<String, Double> measures)
      throws IOException, InterruptedException {
    boolean earlyFirst = repetition % 2 == 1;
    for (boolean early : List.of(earlyFirst, !earlyFirst)) {
      List<String> options = new ArrayList<>(List.of("--transport", "relay"));
      if (early) {
        options.add("--early-notification");
      }
      add(measures, background, early, migrate(bench, lab, options));
      if (early == earlyFirst) {
        bench.run(List.of("lab", "reset", lab.name()));
      }
    }
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
    measures.put(
        measure(background, early, TimeMeasures.IDLE),
        migration.relayRounds().orElseThrow().stream().mapToDouble(SentRound::idleMs).sum() / 1000);
  }
}
