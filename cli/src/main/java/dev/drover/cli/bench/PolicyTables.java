package dev.drover.cli.bench;

import java.util.ArrayList;
import java.util.List;

/** The policies side by side on one or more scenarios, and which targets were met on each. */
final class PolicyTables {
  private static final double MEBIBYTE = 1 << 20;

  private final List<Comparison> scenarios;

  PolicyTables(List<Comparison> scenarios) {
    this.scenarios = scenarios;
  }

  void write(StringBuilder text) {
    BenchTables.figuresHead(
        text,
        List.of("scenario", "policy"),
        List.of(
            "÷ limit",
            "all lost, MiB",
            "below SLA, s",
            "high: migration, s",
            "low: tenants lost, %"));
    scenarios.forEach(each -> figures(text, each));
    text.append('\n');
    List<String> head = new ArrayList<>(List.of("target (figures: ours, serial, parallel)"));
    scenarios.forEach(each -> head.add(each.scenario()));
    BenchTables.head(text, head);
    for (Target target : Target.values()) {
      List<String> cells = new ArrayList<>(List.of(target.text()));
      scenarios.forEach(each -> cells.add(verdict(target, each)));
      BenchTables.row(text, cells);
    }
    text.append('\n');
  }

  private static void figures(StringBuilder text, Comparison one) {
    for (String policy : one.policies()) {
      List<String> cells = new ArrayList<>(List.of(one.scenario(), policy));
      cells.addAll(BenchTables.figures(one.runs(policy)));
      cells.add(one.ratio(policy).text(1, 2));
      cells.add(one.lost(policy).text(MEBIBYTE, 1));
      cells.add(one.belowSla(policy).text(1000, 1));
      cells.add(one.urgent(policy).text(1000, 1));
      cells.add(one.patient(policy).text(1, 1));
      BenchTables.row(text, cells);
    }
  }

  private static String verdict(Target target, Comparison one) {
    return target
        .judge(one)
        .map(judged -> (judged.met() ? "met: " : "**missed**: ") + judged.figures())
        .orElse("–");
  }
}
