package dev.drover.cli.relay;

import dev.drover.control.result.RunResult;
import dev.drover.model.unit.BitRate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What was measured, as a page.
 *
 * @param command that makes it again
 * @param load of the machine when it began: threads that ran or wanted to, over a minute
 */
record RelayPage(
    String command,
    String machine,
    double load,
    List<Loopback.Result> loopback,
    List<Transfers.Result> transfers) {
  RelayPage {
    loopback = List.copyOf(loopback);
    transfers = List.copyOf(transfers);
  }

  /** Median, least and most. */
  private record Figures(double median, double least, double most) {
    static <T> Figures of(List<T> all, ToDoubleFunction<T> value) {
      double[] sorted =
          all.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).sorted().toArray();
      int n = sorted.length;
      return n == 0
          ? new Figures(Double.NaN, Double.NaN, Double.NaN)
          : new Figures((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
    }

    String text(double unit, int decimals) {
      if (Double.isNaN(median)) {
        return "–";
      }
      String one = "%." + decimals + "f";
      return String.format(
          Locale.ROOT,
          one + " (" + one + "–" + one + ")",
          median / unit,
          least / unit,
          most / unit);
    }
  }

  /** What is compared with direct. */
  private record Group(BitRate link, String technique) {}

  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# The relay against QEMU's own connection");
    lines.add("");
    lines.add("Made by `" + command + "` on " + machine + ".");
    lines.add(
        String.format(
            Locale.ROOT,
            "When it began %.1f other threads wanted a processor (load average): beside them only"
                + " figures per second of processor mean much.",
            load));
    lines.add("Medians, least and most in brackets; ways were measured in turns.");
    if (!loopback.isEmpty()) {
      lines.add("");
      lines.add("## Loopback");
      lines.add("");
      lines.add(
          "Sender and receiver in one process on one core; source and sink of the bytes share"
              + " another core.");
      lines.add("");
      lines.add("| | runs | Gbit/s | Gbit per second of the relay's processor |");
      lines.add("|---|--:|--:|--:|");
      for (boolean relay : new boolean[] {false, true}) {
        List<Loopback.Result> all = loopback.stream().filter(r -> r.relay() == relay).toList();
        lines.add(
            "| %s | %d | %s | %s |"
                .formatted(
                    relay ? "relay" : "direct",
                    all.size(),
                    Figures.of(all, Loopback.Result::bitsPerSecond).text(1e9, 1),
                    relay ? Figures.of(all, Loopback.Result::bitsPerCpuSecond).text(1e9, 1) : "–"));
      }
    }
    groups().forEach((group, all) -> table(lines, group, all));
    return String.join("\n", lines) + "\n";
  }

  private Map<Group, List<Transfers.Result>> groups() {
    Map<Group, List<Transfers.Result>> groups = new LinkedHashMap<>();
    transfers.forEach(r ->
        groups.computeIfAbsent(new Group(r.link(), r.technique()), _ -> new ArrayList<>()).add(r));
    return groups;
  }

  private static void table(List<String> lines, Group group, List<Transfers.Result> all) {
    lines.add("");
    lines.add("## " + group.technique() + " over " + group.link());
    lines.add("");
    lines.add(
        "| | runs | throughput, Mbit/s | ÷ direct | total, s | downtime (QEMU), ms | downtime"
            + " (client), ms | processor, s | idle between rounds, ms | sent again |");
    lines.add("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    double direct =
        Figures.of(of(all, Transfers.Way.DIRECT), Transfers.Result::throughput).median();
    for (Transfers.Way way : Transfers.Way.values()) {
      List<Transfers.Result> mine = of(all, way);
      Figures throughput = Figures.of(mine, Transfers.Result::throughput);
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %d | %s | %s | %s | %s | %s | %s | %s | %s |",
              way,
              mine.size(),
              throughput.text(1e6, 1),
              ratio(throughput.median() / direct),
              run(mine, RunResult.Migration::totalTimeMs).text(1000, 2),
              run(mine, RunResult.Migration::downtimeMs).text(1, 0),
              run(mine, RunResult.Migration::clientDowntimeMs).text(1, 0),
              Figures.of(mine, Transfers.Result::cpuSeconds).text(1, 1),
              rounds(mine, RunResult.SentRound::idleMs).text(1, 2),
              rounds(mine, RunResult.SentRound::retransmits).text(1, 0)));
    }
  }

  private static String ratio(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static List<Transfers.Result> of(List<Transfers.Result> all, Transfers.Way way) {
    return all.stream().filter(r -> r.way() == way).toList();
  }

  private interface Value {
    Optional<Double> of(RunResult.Migration run);
  }

  private static Figures run(List<Transfers.Result> all, Value value) {
    return Figures.of(all, r -> value.of(r.run()).orElse(Double.NaN));
  }

  /** Each round is one; the stop-and-copy has no successor to wait for. */
  private static Figures rounds(
      List<Transfers.Result> all, ToDoubleFunction<RunResult.SentRound> value) {
    List<RunResult.SentRound> rounds =
        all.stream()
            .flatMap(r -> r.run().relayRounds().stream())
            .flatMap(one -> Stream.of(one).flatMap(List::stream).limit(Math.max(1, one.size() - 1)))
            .toList();
    return Figures.of(rounds, value);
  }
}
