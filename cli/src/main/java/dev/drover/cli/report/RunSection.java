package dev.drover.cli.report;

import dev.drover.control.result.RunResult;
import dev.drover.control.result.RunResult.Migration;
import dev.drover.control.result.RunResult.Workload;
import java.util.List;
import java.util.Locale;

/** One run's part of the page: its figure, its plan with reasons, its migrations and workloads. */
final class RunSection {
  private final Html html;
  private final RunResult run;
  private final String heading;
  private final int index;

  RunSection(Html html, RunResult run, String heading, int index) {
    this.html = html;
    this.run = run;
    this.heading = heading;
    this.index = index;
  }

  void write(double from, double to) {
    html.open("section", "class", "run");
    html.open("h2");
    html.open("span", "class", "chip policy-" + index % 6).close().text(heading).close();
    html.element("p", sentence(), "class", "lead");
    key();
    html.open("figure", "class", "wide").markup(new RunFigure(run).draw(from, to)).close();
    plan();
    migrations();
    run.workloads().ifPresent(this::workloads);
    html.close();
  }

  private String sentence() {
    RunResult.Evacuation evacuation = run.evacuation();
    RunSummary summary = RunSummary.of(run);
    return String.format(
        Locale.ROOT,
        "%d of %d VMs left %s in %s%s, with %s of migration traffic%s.",
        summary.moved(),
        summary.planned(),
        evacuation.host(),
        Words.seconds(evacuation.totalTimeMs()),
        evacuation
            .ratio()
            .map(ratio -> String.format(Locale.ROOT, " (%.2f × the physical limit)", ratio))
            .orElse(""),
        Words.bytes(evacuation.migrationBytes()),
        summary.lostBytes().map(lost -> "; tenants lost " + Words.bytes(lost)).orElse(""));
  }

  private void key() {
    html.open("div", "class", "key");
    chip("phase-pre-copy", "pre-copy (numbers are rounds)");
    chip("phase-stop", "stop-and-copy");
    chip("phase-post-copy", "post-copy");
    chip("workload", "workload traffic");
    chip("migration", "migration traffic");
    html.open("span").open("span", "class", "dash").close().text("SLA lower limit").close();
    html.close();
  }

  private void chip(String look, String words) {
    html.open("span").open("span", "class", "chip " + look).close().text(words).close();
  }

  private void plan() {
    html.element("h3", "Plan").open("div", "class", "scroll").open("table");
    head(
        "VM",
        "To",
        "Priority",
        "Traffic",
        "Technique",
        "#Group",
        "#Time, predicted",
        "#Downtime",
        "~Why");
    html.open("tbody");
    for (Migration planned : run.migrations()) {
      html.open("tr").element("th", planned.vm());
      words(planned.destination(), planned.priority(), planned.traffic(), planned.technique());
      numbers(
          planned.group() + " " + planned.strategy(),
          Words.seconds(planned.predictedTotalTimeMs()),
          Words.millis(planned.predictedDowntimeMs()));
      html.element("td", planned.why(), "class", "why").close();
    }
    html.close().close().close();
  }

  private void migrations() {
    html.element("h3", "Migrations").open("div", "class", "scroll").open("table");
    head(
        "VM",
        "Outcome",
        "#Total time",
        "#Downtime, QEMU",
        "#Downtime, client",
        "#Traffic",
        "#÷ memory",
        "#Rounds");
    html.open("tbody");
    for (Migration migration : run.migrations()) {
      html.open("tr").element("th", migration.vm());
      boolean completed = migration.outcome().equals("completed");
      String outcome =
          migration.cause().map(c -> migration.outcome() + ": " + c).orElse(migration.outcome());
      html.element("td", outcome, "class", completed ? "" : "bad");
      numbers(
          Words.seconds(migration.totalTimeMs()),
          Words.millis(migration.downtimeMs()),
          Words.millis(migration.clientDowntimeMs()),
          migration.bytes().map(Words::bytes).orElse(Words.ABSENT),
          migration
              .bytes()
              .filter(_ -> migration.memoryBytes() > 0)
              .map(b -> String.format(Locale.ROOT, "%.2f", (double) b / migration.memoryBytes()))
              .orElse(Words.ABSENT),
          migration.rounds().map(String::valueOf).orElse(Words.ABSENT));
      html.close();
    }
    html.close().close().close();
  }

  private void workloads(List<Workload> workloads) {
    html.element("h3", "Workloads").open("div", "class", "scroll").open("table");
    head(
        "VM",
        "Kind",
        "Priority",
        "#SLA lower",
        "#SLA upper",
        "#Before",
        "#During",
        "#Loss",
        "#Lost",
        "#Below SLA");
    html.open("tbody");
    for (Workload workload : workloads) {
      html.open("tr").element("th", workload.vm());
      words(workload.kind(), workload.priority());
      numbers(
          workload.slaLowerBps() == 0 ? Words.ABSENT : Words.rate(workload.slaLowerBps()),
          workload.slaUpperBps() == 0 ? Words.ABSENT : Words.rate(workload.slaUpperBps()),
          Words.rate(workload.beforeBps()),
          Words.rate(workload.duringBps()),
          Words.percent(workload.lossPercent()),
          Words.bytes(workload.lostBytes()));
      boolean broken = workload.slaViolationMs() > 0;
      html.element("td", Words.seconds(workload.slaViolationMs()), "class", broken ? "n bad" : "n");
      html.close();
    }
    html.close().close().close();
  }

  private void head(String... headings) {
    html.open("thead").open("tr");
    for (String words : headings) {
      if (words.startsWith("#")) {
        html.element("th", words.substring(1), "class", "n");
      } else if (words.startsWith("~")) {
        html.element("th", words.substring(1), "class", "why");
      } else {
        html.element("th", words);
      }
    }
    html.close().close();
  }

  private void words(String... cells) {
    for (String cell : cells) {
      html.element("td", cell);
    }
  }

  private void numbers(String... cells) {
    for (String cell : cells) {
      html.element("td", cell, "class", "n");
    }
  }
}
