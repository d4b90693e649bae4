package dev.drover.cli.reproduce.score;

import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.SeededTrial;
import dev.drover.cli.reproduce.Trace;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TokenPolicy;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.TokenRounds;
import dev.drover.simulate.datacentre.TokenRounds.Settings;
import dev.drover.simulate.placement.PlacementAlgorithms;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The cost over five iterations of the token, by each policy under the same flows (Fig. 2b). Costs
 * are those of the window's own traffic, in per cent of what nobody's migration costs at the start;
 * a trace's "seconds" are iterations.
 */
record ConvergenceTrial(DataCentre dataCentre) implements SeededTrial {
  static final String STAY = "no migration";
  static final String RANDOM = "random";

  /** {@return by how much a policy's cost is below that of no migration in the last window, %} */
  static String reduction(String name) {
    return name + "_reduction_percent";
  }

  /** {@return its mean cost over all windows in parts of that of no migration then, %} */
  static String area(String name) {
    return name + "_mean_cost_percent";
  }

  /** {@return migrations in an iteration, from 1, as a part of all VMs, %} */
  static String migrations(String name, int iteration) {
    return name + "_migrations_percent_" + iteration;
  }

  @Override
  public String label() {
    return "token policies, " + dataCentre.start().title();
  }

  /** One line of the figure. */
  private static final class Line {
    private final String name;
    private final int[] serverOf;
    private final List<Trace.Sample> samples = new ArrayList<>();
    private double area;
    private double last;

    Line(String name, Allocation allocation) {
      this.name = name;
      this.serverOf = allocation.serverOf();
    }
  }

  @Override
  public Outcome run(long seed) {
    DataCentre.Drawn drawn = dataCentre.draw(seed);
    FlowWindows windows = FlowWindows.of(drawn.traffic(), seed);
    CommunicationCost cost = drawn.cost();
    double whole = cost.total(windows.observed(), drawn.start().serverOf());
    List<TokenRounds> tokens = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(STAY, drawn.start()));
    lines.add(
        new Line(
            RANDOM,
            PlacementAlgorithms.named(RANDOM).place(drawn.problem(windows.observed(), seed))));
    for (TokenPolicy policy : TokenPolicies.all()) {
      Allocation allocation = drawn.start().copy();
      tokens.add(
          new TokenRounds(drawn.layers(), windows.average(), allocation, Settings.paper(policy)));
      lines.add(new Line(policy.name(), allocation));
    }
    TreeMap<String, Double> measures = new TreeMap<>();
    sample(lines, cost, windows, whole, 0);
    for (int window = 0; window < FlowWindows.ALL; window++) {
      int iteration = window / FlowWindows.IN_AN_ITERATION + 1;
      for (int i = 0; i < tokens.size(); i++) {
        double moved = 100.0 * Holds.pass(tokens.get(i), window) / DataCentre.VMS;
        String name = TokenPolicies.names().get(i);
        measures.merge(migrations(name, iteration), moved, Double::sum);
      }
      windows.next();
      tokens.forEach(rounds -> rounds.traffic(windows.average()));
      sample(lines, cost, windows, whole, window + 1);
    }
    for (Line line : lines) {
      measures.put(reduction(line.name), 100 - line.last);
      measures.put(area(line.name), line.area);
    }
    return new Outcome(
        measures, lines.stream().map(line -> new Trace(line.name, line.samples)).toList());
  }

  private static void sample(
      List<Line> lines, CommunicationCost cost, FlowWindows windows, double whole, int window) {
    double stays = cost.total(windows.observed(), lines.getFirst().serverOf);
    for (Line line : lines) {
      double now = cost.total(windows.observed(), line.serverOf);
      double at = (double) window / FlowWindows.IN_AN_ITERATION;
      line.samples.add(new Trace.Sample(at, 100 * now / whole));
      line.last = 100 * now / stays;
      line.area += window == 0 ? 0 : line.last / FlowWindows.ALL;
    }
  }
}
