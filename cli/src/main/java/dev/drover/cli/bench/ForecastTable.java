package dev.drover.cli.bench;

import dev.drover.cli.report.RunSummary;
import dev.drover.control.result.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Measured cases against the same simulated: medians of both, and the error of the simulation. A
 * measured case whose runs did not end is not there.
 */
final class ForecastTable {
  private static final String CSV_HEAD =
      "case,measured_runs,measured_total_ms,simulated_total_ms,error_percent,"
          + "measured_downtime_ms,simulated_downtime_ms,"
          + "measured_client_downtime_ms,simulated_client_downtime_ms,"
          + "measured_bytes,simulated_bytes,measured_lost_bytes,simulated_lost_bytes,"
          + "measured_sla_violation_ms,simulated_sla_violation_ms\n";
  private static final double MEBIBYTE = 1 << 20;

  private final Map<Case, List<MeasuredRun>> measured = new LinkedHashMap<>();
  private final Map<Case, List<RunResult>> simulated = new LinkedHashMap<>();

  /** Adds a case with all its runs. */
  void add(Case one, List<MeasuredRun> real, List<RunResult> forecasts) {
    measured.put(one, List.copyOf(real));
    simulated.put(one, List.copyOf(forecasts));
  }

  /** {@return by how much total times are off, as a fraction, without sign} */
  Spread error() {
    return errors(List.copyOf(measured.keySet()));
  }

  private Spread errors(List<Case> cases) {
    return Spread.of(cases, one -> Math.abs(error(one)));
  }

  private double error(Case one) {
    return simulated(one, RunSummary::totalTimeMs) / measured(one, MeasuredRun::totalTimeMs) - 1;
  }

  private double measured(Case one, ToDoubleFunction<MeasuredRun> value) {
    return Spread.of(measured.getOrDefault(one, List.of()), value).median();
  }

  private double simulated(Case one, ToDoubleFunction<RunSummary> value) {
    return Spread.of(
            simulated.getOrDefault(one, List.of()), run -> value.applyAsDouble(RunSummary.of(run)))
        .median();
  }

  String csv() {
    StringBuilder csv = new StringBuilder(CSV_HEAD);
    for (Case one : measured.keySet()) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%.0f,%.0f,%.1f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f%n",
              one.name(),
              measured.getOrDefault(one, List.of()).size(),
              measured(one, MeasuredRun::totalTimeMs),
              simulated(one, RunSummary::totalTimeMs),
              100 * error(one),
              measured(one, MeasuredRun::downtimeMs),
              simulated(one, run -> of(run.downtimeMaxMs())),
              measured(one, MeasuredRun::clientDowntimeMs),
              simulated(one, run -> of(run.clientDowntimeMaxMs())),
              measured(one, MeasuredRun::migrationBytes),
              simulated(one, RunSummary::migrationBytes),
              measured(one, MeasuredRun::lostBytes),
              simulated(one, run -> of(run.lostBytes())),
              measured(one, MeasuredRun::slaViolationMs),
              simulated(one, run -> of(run.slaViolationMs()))));
    }
    return csv.toString();
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    BenchTables.head(
        text,
        List.of(
            "cases",
            "how many",
            "total time off by, median",
            "worst",
            "client downtime off by, median",
            "loss off by, median"));
    Map<String, List<Case>> parts = new LinkedHashMap<>();
    measured
        .keySet()
        .forEach(one -> parts.computeIfAbsent(part(one), _ -> new ArrayList<>()).add(one));
    parts.forEach((part, cases) -> summary(text, part, cases));
    summary(text, "all", List.copyOf(measured.keySet()));
    text.append('\n');
    BenchTables.head(
        text,
        List.of(
            "case",
            "total time measured, s",
            "simulated",
            "error",
            "downtime client measured, ms",
            "simulated",
            "traffic measured, MiB",
            "simulated",
            "all lost measured, MiB",
            "simulated",
            "below SLA measured, s",
            "simulated"));
    measured.keySet().forEach(one -> row(text, one));
    return text.append('\n').toString();
  }

  private void summary(StringBuilder text, String part, List<Case> cases) {
    Spread total = errors(cases);
    Spread client =
        Spread.of(
            cases,
            one ->
                Math.abs(
                    simulated(one, run -> of(run.clientDowntimeMaxMs()))
                            / measured(one, MeasuredRun::clientDowntimeMs)
                        - 1));
    Spread lost =
        Spread.of(
            cases,
            one ->
                Math.abs(
                    simulated(one, run -> of(run.lostBytes()))
                        - measured(one, MeasuredRun::lostBytes)));
    BenchTables.row(
        text,
        List.of(
            part,
            Integer.toString(cases.size()),
            String.format(Locale.ROOT, "%.1f %%", 100 * total.median()),
            String.format(Locale.ROOT, "%.0f %%", 100 * total.most()),
            String.format(Locale.ROOT, "%.0f %%", 100 * client.median()),
            String.format(Locale.ROOT, "%.1f MiB", lost.median() / MEBIBYTE)));
  }

  private void row(StringBuilder text, Case one) {
    List<String> cells = new ArrayList<>(List.of(one.name()));
    cells.add(number(measured(one, MeasuredRun::totalTimeMs), 1000, 1));
    cells.add(number(simulated(one, RunSummary::totalTimeMs), 1000, 1));
    cells.add(String.format(Locale.ROOT, "%+.0f %%", 100 * error(one)));
    cells.add(number(measured(one, MeasuredRun::clientDowntimeMs), 1, 0));
    cells.add(number(simulated(one, run -> of(run.clientDowntimeMaxMs())), 1, 0));
    cells.add(number(measured(one, MeasuredRun::migrationBytes), MEBIBYTE, 0));
    cells.add(number(simulated(one, RunSummary::migrationBytes), MEBIBYTE, 0));
    cells.add(number(measured(one, MeasuredRun::lostBytes), MEBIBYTE, 1));
    cells.add(number(simulated(one, run -> of(run.lostBytes())), MEBIBYTE, 1));
    cells.add(number(measured(one, MeasuredRun::slaViolationMs), 1000, 1));
    cells.add(number(simulated(one, run -> of(run.slaViolationMs())), 1000, 1));
    BenchTables.row(text, cells);
  }

  private static String part(Case one) {
    return switch (one) {
      case Case.Single _ -> "one VM, by technique";
      case Case.Gang _ -> "three VMs, serial and parallel";
      case Case.Idle _ -> "idle links";
      case Case.Whole whole ->
          whole.scenario().startsWith("drawn") ? "drawn scenarios" : whole.scenario();
    };
  }

  private static String number(double value, double unit, int decimals) {
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, "%." + decimals + "f", value / unit);
  }

  private static double of(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }

  private static double of(Optional<Long> value) {
    return value.map(Long::doubleValue).orElse(Double.NaN);
  }
}
