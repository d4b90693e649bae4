package dev.drover.cli.report;

import dev.drover.control.result.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The whole page for a set of runs. */
public final class ReportPage {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final double LEAD_IN = -3;

  private final RunFile file;
  private final List<String> headings;
  private final List<RunSummary> summaries;
  private final List<String> policies;
  private final Html html = new Html();

  private ReportPage(RunFile file) {
    this.file = file;
    this.summaries = file.runs().stream().map(RunSummary::of).toList();
    this.headings = Comparison.headings(summaries);
    this.policies =
        List.copyOf(new LinkedHashSet<>(summaries.stream().map(RunSummary::policy).toList()));
  }

  /** {@return the page as HTML} */
  public static String of(RunFile file) {
    return new ReportPage(file).page();
  }

  private String page() {
    html.markup("<!DOCTYPE html>\n");
    html.open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml").open("head");
    html.markup("<meta charset=\"utf-8\"/>\n");
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    html.element("title", title()).open("style").markup(style()).close().close();
    html.open("body").open("main");
    header();
    summary();
    double from = Math.max(LEAD_IN, firstSample());
    double to = 0;
    for (RunResult run : file.runs()) {
      to = Math.max(to, Math.max(run.timeline().endMs() / 1000, new RunFigure(run).moving().to()));
    }
    for (int i = 0; i < file.runs().size(); i++) {
      new RunSection(html, file.runs().get(i), headings.get(i), index(i)).write(from, to + 0.5);
    }
    Measures.write(html);
    html.open("footer")
        .text("Made by Drover from measurements of real QEMU migrations; nothing is simulated.")
        .close();
    return html.close().close().close().finish();
  }

  private String title() {
    String hosts =
        String.join(
            ", ",
            new LinkedHashSet<>(file.runs().stream().map(run -> run.evacuation().host()).toList()));
    return "Evacuation of " + hosts;
  }

  private void header() {
    html.open("header").element("h1", title());
    html.element(
        "p",
        file.runs().size() == 1
            ? "One run of " + headings.getFirst() + ", measured on real virtual machines."
            : file.runs().size()
                + " runs of the same evacuation, measured on real virtual machines: "
                + String.join(", ", headings)
                + ".",
        "class",
        "lead");
    html.open("dl", "class", "facts");
    fact("Date", DATE.format(Instant.ofEpochMilli(started())));
    file.machine().ifPresent(machine -> fact("Machine", machine));
    file.scenario().ifPresent(scenario -> fact("Scenario", scenario));
    html.close().close();
  }

  private void fact(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close();
  }

  private void summary() {
    html.element("h2", "Summary").open("div", "class", "scroll").open("table");
    html.open("thead").open("tr").element("th", "Measure");
    for (int i = 0; i < headings.size(); i++) {
      html.open("th", "class", "n");
      html.open("span", "class", "chip policy-" + index(i) % 6).close();
      html.text(headings.get(i)).close();
    }
    html.close().close().open("tbody");
    for (Comparison.Row row : Comparison.rows(summaries)) {
      html.open("tr").open("th").text(row.measure());
      if (!row.note().isEmpty()) {
        html.element("small", row.note());
      }
      html.close();
      for (int i = 0; i < row.cells().size(); i++) {
        boolean best = row.best().contains(i);
        html.element("td", row.cells().get(i), "class", best ? "n best" : "n");
      }
      html.close();
    }
    html.close().close().close();
    tradeOff();
  }

  private void tradeOff() {
    Optional<String> drawn = TradeOff.inPage(summaries);
    if (drawn.isEmpty()) {
      return;
    }
    html.element("h2", "Time against loss").open("div", "class", "pair");
    html.open("figure").markup(drawn.get()).close();
    html.open("div")
        .element(
            "p",
            "A migration that takes bandwidth from tenants ends sooner and costs them more; one that"
                + " waits for them costs them nothing and takes longer. A policy is better than"
                + " another only when it is nearer to the corner in both.");
    html.element(
        "p",
        "Bold figures in the table are the best of their row. Lower is better in all of them.");
    html.close().close();
  }

  private int index(int run) {
    return policies.indexOf(summaries.get(run).policy());
  }

  private long started() {
    return file.runs().stream().mapToLong(run -> run.timeline().startedAtMs()).min().orElse(0);
  }

  private double firstSample() {
    return file.runs().stream()
        .flatMap(run -> run.timeline().hosts().values().stream())
        .filter(samples -> !samples.isEmpty())
        .mapToDouble(samples -> samples.getFirst().atMs() / 1000)
        .min()
        .orElse(0);
  }

  private static String style() {
    try (InputStream css = ReportPage.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is not in the jar");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("report.css cannot be read", e);
    }
  }
}
