package dev.drover.cli.bench;

import dev.drover.cli.report.RunSummary;
import dev.drover.control.result.RunResult;
import dev.drover.control.result.RunResult.Workload;
import dev.drover.model.Technique;
import dev.drover.model.TrafficClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The results as one CSV of all runs and as Markdown tables of medians. */
final class BenchTables {
  private static final String CSV_HEAD =
      "case,repetition,total_time_ms,ratio_to_limit,downtime_max_ms,client_downtime_max_ms,"
          + "migration_bytes,own_lost_bytes,all_lost_bytes,sla_violation_ms\n";
  private static final double MEBIBYTE = 1 << 20;

  private final Plan plan;
  private final Results results;
  private final String machine;

  BenchTables(Plan plan, Results results, String machine) {
    this.plan = plan;
    this.results = results;
    this.machine = machine;
  }

  /** {@return one line for each run} */
  String csv() {
    StringBuilder csv = new StringBuilder(CSV_HEAD);
    for (Case one : plan.all()) {
      results.read(one).ifPresent(run -> csv.append(line(one, run)));
    }
    return csv.toString();
  }

  /** {@return medians, with the range in brackets} */
  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("Measured on ")
        .append(machine)
        .append(" with `drover bench evacuate ")
        .append(plan.options())
        .append("`. Medians, in brackets the range.\n\n");
    for (Part part : Part.values()) {
      if (plan.has(part)) {
        write(part, text);
      }
    }
    return text.toString();
  }

  private void write(Part part, StringBuilder text) {
    switch (part) {
      case POLICIES -> policies(text);
      case DRAWN -> drawn(text);
      case IDLE -> idles(text);
      case SINGLE -> {
        singles(text);
        new Agreement(plan, results).write(text);
      }
      case GANG -> gangs(text);
    }
  }

  private void singles(StringBuilder text) {
    text.append("## One VM: source / destination / VM traffic, by technique\n\n");
    figuresHead(
        text,
        List.of("source / destination / VM", "technique"),
        List.of("the VM lost, MiB", "all lost, MiB"));
    for (TrafficClass source : Plan.DIRECTIONS) {
      for (TrafficClass destination : Plan.DIRECTIONS) {
        for (TrafficClass vm : Plan.DIRECTIONS) {
          for (Technique technique : Technique.values()) {
            List<Case.Single> cases = plan.singles(source, destination, vm, technique);
            List<RunResult> runs = results.read(cases);
            List<String> cells = new ArrayList<>();
            cells.add(cases.getFirst().combination());
            cells.add(technique.toString());
            cells.addAll(figures(runs));
            cells.add(Spread.of(runs, BenchTables::ownLost).text(MEBIBYTE, 1));
            cells.add(Spread.of(runs, BenchTables::lost).text(MEBIBYTE, 1));
            row(text, cells);
          }
        }
      }
    }
    text.append('\n');
  }

  private void gangs(StringBuilder text) {
    text.append("## Three VMs: serial against parallel\n\n");
    figuresHead(text, List.of("VMs / destination", "policy"), List.of("all lost, MiB"));
    for (TrafficClass vms : Plan.DIRECTIONS) {
      for (TrafficClass destination : Plan.DIRECTIONS) {
        for (String policy : Plan.GANG_POLICIES) {
          List<Case.Gang> cases = plan.gangs(vms, destination, policy);
          List<RunResult> runs = results.read(cases);
          long unfinished = results.unfinished(cases);
          List<String> cells = new ArrayList<>();
          cells.add(Case.word(vms) + " / " + Case.word(destination));
          cells.add(unfinished == 0 ? policy : policy + " (" + unfinished + " did not end)");
          cells.addAll(figures(runs));
          cells.add(Spread.of(runs, BenchTables::lost).text(MEBIBYTE, 1));
          row(text, cells);
        }
      }
    }
    text.append('\n');
  }

  private void policies(StringBuilder text) {
    text.append("## An evacuation, by policy\n\n");
    new PolicyTables(List.of(new Comparison(plan.wholes(), results))).write(text);
  }

  private void drawn(StringBuilder text) {
    text.append("## Scenarios drawn by lot, one run of each policy\n\n");
    List<Comparison> scenarios = new ArrayList<>();
    for (long seed : plan.seeds()) {
      scenarios.add(new Comparison(Plan.drawn(seed).stream().map(List::of).toList(), results));
    }
    new PolicyTables(scenarios).write(text);
  }

  private void idles(StringBuilder text) {
    text.append("## Three idle VMs over idle links\n\n");
    figuresHead(text, List.of("policy"), List.of("÷ limit"));
    List<RunResult> runs = results.read(plan.idles());
    List<String> cells = new ArrayList<>(List.of("traffic-aware"));
    cells.addAll(figures(runs));
    cells.add(Spread.of(runs, run -> of(RunSummary.of(run).ratio())).text(1, 2));
    row(text, cells);
    text.append('\n');
  }

  /** {@return every run on the scenario of the policies, to be drawn by {@code drover report}} */
  List<RunResult> policies() {
    List<RunResult> all = new ArrayList<>();
    for (List<Case.Whole> cases : plan.wholes()) {
      String name = cases.getFirst().label();
      results
          .read(cases)
          .forEach(run ->
              all.add(
                  new RunResult(
                      name, run.evacuation(), run.migrations(), run.workloads(), run.timeline())));
    }
    return all;
  }

  /** The columns of {@link #figures}, with others before and after them. */
  static void figuresHead(StringBuilder text, List<String> before, List<String> after) {
    List<String> cells = new ArrayList<>(before);
    cells.addAll(
        List.of("total time, s", "downtime QEMU, ms", "downtime client, ms", "traffic, MiB"));
    cells.addAll(after);
    head(text, cells);
  }

  static List<String> figures(List<RunResult> runs) {
    return List.of(
        Spread.of(runs, BenchTables::time).text(1000, 1),
        Spread.of(runs, run -> of(RunSummary.of(run).downtimeMaxMs())).text(1, 0),
        Spread.of(runs, BenchTables::clientDowntime).text(1, 0),
        Spread.of(runs, run -> (double) run.evacuation().migrationBytes()).text(MEBIBYTE, 0));
  }

  private static String line(Case one, RunResult run) {
    RunSummary summary = RunSummary.of(run);
    return String.format(
        Locale.ROOT,
        "%s,%d,%.0f,%s,%s,%s,%d,%.0f,%.0f,%s%n",
        one.name(),
        one.repetition(),
        summary.totalTimeMs(),
        cell(summary.ratio()),
        cell(summary.downtimeMaxMs()),
        cell(summary.clientDowntimeMaxMs()),
        summary.migrationBytes(),
        ownLost(run),
        lost(run),
        cell(summary.slaViolationMs()));
  }

  static double time(RunResult run) {
    return run.evacuation().totalTimeMs();
  }

  static double clientDowntime(RunResult run) {
    return of(RunSummary.of(run).clientDowntimeMaxMs());
  }

  static double lost(RunResult run) {
    return RunSummary.of(run).lostBytes().map(Long::doubleValue).orElse(Double.NaN);
  }

  private static double ownLost(RunResult run) {
    List<String> moved = run.migrations().stream().map(RunResult.Migration::vm).toList();
    return run.workloads().orElse(List.of()).stream()
        .filter(workload -> moved.contains(workload.vm()))
        .mapToDouble(Workload::lostBytes)
        .sum();
  }

  private static double of(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  private static String cell(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "";
  }

  static void head(StringBuilder text, List<String> cells) {
    row(text, cells);
    text.append("|---".repeat(cells.size())).append("|\n");
  }

  static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
