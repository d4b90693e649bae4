package dev.drover.cli.reproduce.score;

import dev.drover.agent.flow.FlowTable;
import dev.drover.agent.flow.OpenVSwitchFlows;
import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What part of a core goes to keep the table up to date at an interval: processor time of the
 * thread that does it, divided by the interval. Each number of flows is updated once in each
 * interval, at first without Open vSwitch's text, then with.
 */
record UpdateTrial(int seconds) implements MeasuredTrial {
  static final List<Integer> FLOWS = List.of(100, 1000, 10_000, 100_000);
  static final List<Integer> SECONDS = List.of(1, 2, 3, 4, 5);

  private static final int FLOWS_TO_WARM_UP = 3_000_000;
  private static final int FLOWS_OF_TEXT_TO_WARM_UP = 300_000;
  private static final int CAPACITY = 1 << 20;

  static String table(int flows) {
    return "table_percent_" + flows;
  }

  static String withText(int flows) {
    return "with_text_percent_" + flows;
  }

  static List<String> measures() {
    List<String> names = new ArrayList<>();
    FLOWS.forEach(flows -> names.add(table(flows)));
    FLOWS.forEach(flows -> names.add(withText(flows)));
    return names;
  }

  @Override
  public String label() {
    return "updates every " + seconds + " s";
  }

  /** Something to be kept up to date, and what that has cost. */
  private static final class Work {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String measure;
    private final int warmUps;
    private final Update update;
    private long nanos;

    @FunctionalInterface
    interface Update {
      void at(long nowMs) throws IOException;
    }

    Work(String measure, int warmUps, Update update) {
      this.measure = measure;
      this.warmUps = Math.max(2, warmUps);
      this.update = update;
    }

    void warmUp() throws IOException {
      for (int i = 0; i < warmUps; i++) {
        update.at(i);
      }
    }

    void measure(long nowMs) throws IOException {
      long began = THREADS.getCurrentThreadCpuTime();
      update.at(nowMs);
      nanos = THREADS.getCurrentThreadCpuTime() - began;
    }
  }

  @Override
  public Outcome measure(Workbench bench, int repetition) throws IOException, InterruptedException {
    List<TextSwitch> switches = new ArrayList<>();
    try {
      List<Work> works = new ArrayList<>();
      for (int flows : FLOWS) {
        FlowTable table = FlowSet.emptyTable();
        works.add(
            new Work(
                table(flows),
                FLOWS_TO_WARM_UP / flows,
                now -> FlowSet.TYPE_2.addTo(table, flows, 1500, now)));
      }
      for (int flows : FLOWS) {
        TextSwitch text = TextSwitch.start(FlowSet.TYPE_2, flows);
        switches.add(text);
        FlowTable table = FlowSet.emptyTable();
        OpenVSwitchFlows source = new OpenVSwitchFlows(text.directory(), CAPACITY);
        works.add(
            new Work(
                withText(flows),
                FLOWS_OF_TEXT_TO_WARM_UP / flows,
                now -> {
                  source.read(table, now);
                  table.countedUntil(now);
                }));
      }
      return measure(works);
    } finally {
      for (TextSwitch each : switches) {
        each.close();
      }
    }
  }

  private Outcome measure(List<Work> works) throws IOException, InterruptedException {
    for (Work work : works) {
      work.warmUp();
    }
    long nowMs = FLOWS_TO_WARM_UP + seconds * 1000L;
    // What is in the caches is forgotten meanwhile, as it would be.
    Thread.sleep(seconds * 1000L);
    for (Work work : works) {
      work.measure(nowMs);
    }
    SortedMap<String, Double> measures = new TreeMap<>();
    for (Work work : works) {
      measures.put(work.measure, work.nanos * 100.0 / (seconds * 1e9));
    }
    return new Outcome(measures, List.of());
  }
}
