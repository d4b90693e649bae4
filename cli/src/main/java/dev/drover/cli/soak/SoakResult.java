package dev.drover.cli.soak;

import dev.drover.cli.terminal.Screen;
import dev.drover.cli.terminal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What a soak has seen.
 *
 * @param took how long hosts talked
 * @param replies to all probes
 * @param duplicates replies that came more than once: a frame took two ways
 * @param brokenConnections TCP connections that did not live to the end
 * @param silent pairs that were not answered any more at the end
 * @param controllerResidentMiB of the controller's process, after each fault
 */
record SoakResult(
    long seed,
    Duration took,
    List<Outage> outages,
    long replies,
    int duplicates,
    long brokenConnections,
    List<String> silent,
    List<Long> controllerResidentMiB) {
  /** No pair may be without an answer for longer than this. */
  static final Duration MOST = Duration.ofSeconds(1);

  SoakResult {
    outages = List.copyOf(outages);
    silent = List.copyOf(silent);
    controllerResidentMiB = List.copyOf(controllerResidentMiB);
  }

  /**
   * The longest time that a pair was without an answer because of a fault.
   *
   * @param atMs since hosts began to talk
   * @param pair the one that waited longest
   */
  record Outage(long atMs, Fault fault, String pair, Duration longest) {
    boolean isTooLong() {
      return longest.compareTo(MOST) > 0;
    }
  }

  /** {@return whether all that must hold has held} */
  boolean passed() {
    return outages.stream().noneMatch(Outage::isTooLong)
        && duplicates == 0
        && brokenConnections == 0
        && silent.isEmpty();
  }

  /** {@return it all, for a person} */
  List<String> lines(Screen screen) {
    Table table =
        new Table()
            .left("fault")
            .right("times")
            .right("longest outage: median")
            .right("worst")
            .right("over 1 s");
    TreeMap<String, List<Outage>> kinds = new TreeMap<>();
    outages.forEach(
        each -> kinds.computeIfAbsent(each.fault().kind(), _ -> new ArrayList<>()).add(each));
    kinds.forEach((kind, of) -> {
      List<Duration> sorted = of.stream().map(Outage::longest).sorted().toList();
      table.row(
          List.of(
              kind,
              Integer.toString(of.size()),
              milliseconds(sorted.get(sorted.size() / 2)),
              milliseconds(sorted.getLast()),
              Long.toString(of.stream().filter(Outage::isTooLong).count())));
    });
    List<String> lines = new ArrayList<>(table.render(screen));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%d replies in %d s; %d came twice; %d connections broke; silent in the end: %s.",
            replies,
            took.toSeconds(),
            duplicates,
            brokenConnections,
            silent.isEmpty() ? "none" : String.join(", ", silent)));
    if (!controllerResidentMiB.isEmpty()) {
      lines.add(
          "The controller's memory: "
              + controllerResidentMiB.getFirst()
              + " MiB after the first fault, "
              + controllerResidentMiB.getLast()
              + " MiB after the last, at most "
              + controllerResidentMiB.stream().mapToLong(Long::longValue).max().orElse(0)
              + " MiB.");
    }
    lines.add(passed() ? "Passed." : "FAILED.");
    return lines.stream().map(screen::plain).toList();
  }

  private static String milliseconds(Duration time) {
    return time.toMillis() + " ms";
  }
}
