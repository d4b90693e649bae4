package dev.drover.cli.ns3;

import dev.drover.cli.ns3.Agreement.Verdict;
import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of a bench.
 *
 * @param machine on which it was measured
 * @param ns3 its version and build
 */
record Ns3Report(String machine, String ns3, List<CaseResult> cases) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  Ns3Report {
    cases = List.copyOf(cases);
  }

  String json() {
    return JSON.writeValueAsString(this) + "\n";
  }

  List<String> lines(Screen screen) {
    List<String> lines = new ArrayList<>(accuracy().render(screen));
    lines.add("");
    lines.addAll(speed().render(screen));
    lines.add("");
    lines.add(summary());
    return lines;
  }

  private Table accuracy() {
    Table table = new Table().left("case").right("seeds");
    for (Measure measure : Measure.values()) {
      table.right(measure.heading()).right("ns-3").right("%");
    }
    table.left("verdict");
    for (CaseResult one : cases) {
      List<String> row = new ArrayList<>(List.of(one.name(), Integer.toString(one.seeds())));
      for (Agreement agreement : one.agreements()) {
        row.add(agreement.measure().text(agreement.drover()));
        row.add(agreement.measure().text(agreement.ns3()));
        row.add(String.format(Locale.ROOT, "%+.1f", 100 * agreement.relativeDifference()));
      }
      row.add(word(one.verdict()));
      table.row(row);
    }
    return table;
  }

  private Table speed() {
    Table table =
        new Table()
            .left("case")
            .right("hop-packets")
            .right("Drover, M/s")
            .right("ns-3, M/s")
            .right("times as fast");
    for (CaseResult one : cases) {
      table.row(
          one.name(),
          String.format(Locale.ROOT, "%.0f", one.droverHops()),
          text(one.droverRate()),
          text(one.ns3Rate()),
          String.format(Locale.ROOT, "%.1f", one.speedRatio()));
    }
    return table;
  }

  private String summary() {
    String apart =
        cases.stream()
            .filter(one -> one.verdict() == Verdict.APART)
            .map(CaseResult::name)
            .collect(Collectors.joining(", "));
    double least = cases.stream().mapToDouble(CaseResult::speedRatio).min().orElseThrow();
    double slowest =
        cases.stream().mapToDouble(CaseResult::droverHopPacketsPerSec).min().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s; at least %.1f times as fast as ns-3, %.2f M hop-packets/s",
        apart.isEmpty() ? "in agreement in all cases" : "not in agreement: " + apart,
        least,
        slowest / 1e6);
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case CLOSE -> "within 3 %";
      case INSIDE -> "inside both intervals";
      case APART -> "apart";
    };
  }

  private static String text(Rate rate) {
    return String.format(
        Locale.ROOT,
        "%.3g (%.3g–%.3g)",
        rate.median() / 1e6,
        rate.least() / 1e6,
        rate.most() / 1e6);
  }
}
