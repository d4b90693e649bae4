package dev.drover.cli.reproduce.score;

import dev.drover.agent.flow.FlowTable;
import dev.drover.cli.reproduce.MeasuredTrial;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long a batch of so many flows takes: added to an empty table, then updated, then looked up by
 * source address, then deleted at once. The median of several rounds, after others that warm up.
 */
record TimesTrial(FlowSet set, int flows) implements MeasuredTrial {
  static final List<String> MEASURES = List.of("add_ms", "update_ms", "lookup_ms", "delete_ms");

  private static final int FLOWS_TO_WARM_UP = 2_000_000;
  private static final int LEAST_ROUNDS = 1;
  private static final int MOST_ROUNDS = 2000;
  private static final int FLOWS_TO_MEASURE = 3_000_000;
  private static final int LEAST_MEASURED = 3;
  private static final int MOST_MEASURED = 7;

  @Override
  public String label() {
    return "times of " + Sizes.text(flows) + " flows of " + set.title();
  }

  @Override
  public Outcome measure(Workbench bench, int repetition) {
    int warm = Math.clamp(FLOWS_TO_WARM_UP / flows, LEAST_ROUNDS, MOST_ROUNDS);
    int measured = Math.clamp(FLOWS_TO_MEASURE / flows, LEAST_MEASURED, MOST_MEASURED);
    List<List<Double>> times = new ArrayList<>();
    MEASURES.forEach(_ -> times.add(new ArrayList<>()));
    for (int round = 0; round < warm + measured; round++) {
      double[] took = round();
      for (int i = 0; i < took.length && round >= warm; i++) {
        times.get(i).add(took[i]);
      }
    }
    SortedMap<String, Double> measures = new TreeMap<>();
    for (int i = 0; i < MEASURES.size(); i++) {
      Collections.sort(times.get(i));
      measures.put(MEASURES.get(i), times.get(i).get(measured / 2));
    }
    return new Outcome(measures, List.of());
  }

  private double[] round() {
    FlowTable table = FlowSet.emptyTable();
    long began = System.nanoTime();
    set.addTo(table, flows, 1500, 1);
    long added = System.nanoTime();
    set.addTo(table, flows, 1500, 2);
    long updated = System.nanoTime();
    int found = 0;
    for (int i = 0; i < set.sources(flows); i++) {
      found += table.from(FlowSet.source(i)).size();
    }
    long lookedUp = System.nanoTime();
    int deleted = table.clearOlderThan(Long.MAX_VALUE);
    long end = System.nanoTime();
    if (found != flows || deleted != flows) {
      throw new IllegalStateException("flows are missing: " + found + ", " + deleted);
    }
    return new double[] {
      (added - began) / 1e6,
      (updated - added) / 1e6,
      (lookedUp - updated) / 1e6,
      (end - lookedUp) / 1e6
    };
  }
}
