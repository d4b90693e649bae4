package dev.drover.cli.footprint;

import dev.drover.cli.reproduce.DataTable;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.lab.Spreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was measured, as a page.
 *
 * @param command that makes it again
 * @param load of the machine when it began: threads that ran or wanted to, over a minute
 */
record FootprintPage(String command, String machine, double load, List<Footprint> all) {
  FootprintPage {
    all = List.copyOf(all);
  }

  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# The agent's own footprint");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Made by `%s` on %s. When it began %.1f other threads wanted a processor (load average).",
            command,
            machine,
            load));
    lines.add("");
    lines.add(
        "A host's program (`HostMain`) with two VMs and its own Open vSwitch, started anew for each"
            + " measurement, as a lab starts it: Java's serial collector, its first compiler only, at most"
            + " 96 MiB of heap. Peers of both VMs, each with an address of its own, send a datagram"
            + " to each every half second; the agent reads the switch's counters once a second,"
            + " its default. Processor time is per cent of one core over "
            + String.format(
                Locale.ROOT,
                "%.0f s, after 30 s to settle. ",
                all.stream().mapToDouble(Footprint::seconds).min().orElse(0))
            + "An agent without placement, begun at the same moment in a second lab, is measured"
            + " beside. Medians, the least and the most in brackets.");
    lines.add("");
    lines.add("## Processor time");
    lines.add("");
    lines.addAll(processor().lines().toList());
    lines.add("");
    lines.add(
        "The thread reads Open vSwitch's counters, adds them to the table and forgets what is idle:"
            + " that is S-CORE's own part. The rest of the process is the JVM and the agent's other"
            + " work, what asks for VMs' state and keeps NICs; an agent without placement has the"
            + " same. What Open vSwitch itself spends to print its flows is not in it.");
    lines.add("");
    lines.add("## Memory");
    lines.add("");
    lines.addAll(memory().lines().toList());
    lines.add("");
    lines.add(
        "The heap is what lives after a collection. Flow tables are arrays of `int` and `long`:"
            + " their share is what such arrays take more than in an agent without flows.");
    lines.add("");
    lines.add("## Beside the paper");
    lines.add("");
    lines.addAll(published().lines().toList());
    lines.add("");
    lines.add(
        "The paper expects 24.75 KB for a host of 16 VMs with 10 flows each and 186.47 KB with 100"
            + " each. Its per cent are of the processor's time to add flows to the table and no more"
            + " (its Fig. 3c; `./drover reproduce s-core/fig3c` measures the same of this table);"
            + " the thread here also has the switch asked and reads its answer. The JVM is what"
            + " Java costs.");
    return String.join("\n", lines) + "\n";
  }

  private List<Integer> cases() {
    return all.stream().map(Footprint::flowsPerVm).distinct().sorted().toList();
  }

  private List<Footprint> of(int flowsPerVm) {
    return all.stream().filter(each -> each.flowsPerVm() == flowsPerVm).toList();
  }

  private static Estimate estimate(List<Footprint> some, ToDoubleFunction<Footprint> value) {
    return Estimate.of(some.stream().mapToDouble(value).boxed().toList());
  }

  private String text(int flowsPerVm, ToDoubleFunction<Footprint> value, int decimals) {
    return Spreads.text(estimate(of(flowsPerVm), value), decimals);
  }

  private String processor() {
    List<List<String>> rows = new ArrayList<>();
    for (int flows : cases()) {
      rows.add(
          List.of(
              "" + flows,
              text(flows, Footprint::tableFlows, 0),
              text(flows, Footprint::switchFlows, 0),
              text(flows, Footprint::flowsPercent, 3),
              text(flows, Footprint::percent, 2),
              text(flows, Footprint::withoutPercent, 2)));
    }
    return new DataTable(
            "",
            List.of(
                "flows a VM",
                "in the agent's table",
                "of peers in the switch",
                "the flow table's thread, %",
                "the whole process, %",
                "process without placement, %"),
            rows)
        .markdown();
  }

  private String memory() {
    List<List<String>> rows = new ArrayList<>();
    for (int flows : cases()) {
      rows.add(
          List.of(
              "" + flows,
              text(flows, this::tableKilobytes, 1),
              flows == 0 ? "–" : text(flows, this::bytesPerFlow, 0),
              text(flows, each -> each.heapBytes() / 1e3, 0),
              text(flows, each -> each.residentBytes() / 1e6, 1),
              text(flows, each -> each.withoutHeapBytes() / 1e3, 0),
              text(flows, each -> each.withoutResidentBytes() / 1e6, 1)));
    }
    return new DataTable(
            "",
            List.of(
                "flows a VM",
                "flow tables, kB",
                "bytes a flow",
                "heap, kB",
                "resident, MB",
                "without placement: heap, kB",
                "without placement: resident, MB"),
            rows)
        .markdown();
  }

  /** More than the median of agents without flows; those themselves show how exact that is. */
  private double tableKilobytes(Footprint one) {
    List<Footprint> none = of(0);
    double base = none.isEmpty() ? Double.NaN : estimate(none, Footprint::numberBytes).median();
    return (one.numberBytes() - base) / 1e3;
  }

  private double bytesPerFlow(Footprint one) {
    return tableKilobytes(one) * 1e3 / one.tableFlows();
  }

  private String published() {
    return new DataTable(
            "",
            List.of("", "published", "here"),
            List.of(
                List.of(
                    "flow tables, bytes a flow",
                    "155 with 160 flows, 117 with 1,600",
                    withFlows(this::bytesPerFlow, 0)),
                List.of(
                    "processor, an update a second, %",
                    "0.01 with 1,000 flows, 3.6 with 10,000",
                    withFlows(Footprint::flowsPercent, 3))))
        .markdown();
  }

  /** {@return the median with each number of flows, that of the host} */
  private String withFlows(ToDoubleFunction<Footprint> value, int decimals) {
    return cases().stream()
        .filter(flows -> flows > 0)
        .map(flows -> {
          double median = estimate(of(flows), value).median();
          double host = estimate(of(flows), Footprint::tableFlows).median();
          return String.format(Locale.ROOT, "%." + decimals + "f with %,.0f", median, host);
        })
        .collect(Collectors.joining(", "));
  }
}
