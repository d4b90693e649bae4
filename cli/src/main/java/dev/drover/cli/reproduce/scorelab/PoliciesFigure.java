package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.command.Machine;
import dev.drover.cli.reproduce.Effort;
import dev.drover.cli.reproduce.Estimate;
import dev.drover.cli.reproduce.Figure;
import dev.drover.cli.reproduce.FigureId;
import dev.drover.cli.reproduce.Finding;
import dev.drover.cli.reproduce.Finding.Plot;
import dev.drover.cli.reproduce.Outcomes;
import dev.drover.cli.reproduce.Paper;
import dev.drover.cli.reproduce.Trial;
import dev.drover.cli.reproduce.chart.BarChart;
import dev.drover.cli.reproduce.chart.Datum;
import dev.drover.cli.reproduce.lab.Repetitions;
import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import dev.drover.decide.communication.TokenPolicies;
import dev.drover.decide.communication.TokenPolicy;
import java.util.ArrayList;
import java.util.List;

/** What each token policy makes of VMs that are placed badly, beside the optimum. */
public final class PoliciesFigure implements Figure {
  private static final String QUICK = "distributed";
  private static final List<String> RACKS = List.of("r1", "r2", "r3");

  @Override
  public FigureId id() {
    return new FigureId(Paper.S_CORE_LAB, "policies");
  }

  @Override
  public String title() {
    return "Communication cost and the core's traffic by token policy";
  }

  @Override
  public String place() {
    return "beyond the paper, which simulates this (Fig. 2b)";
  }

  @Override
  public List<Trial> trials(Effort effort) {
    return List.copyOf(policies(effort));
  }

  private static List<PolicyTrial> policies(Effort effort) {
    return TokenPolicies.all().stream()
        .map(TokenPolicy::name)
        .filter(name -> !effort.quick() || name.equals(QUICK))
        .map(PolicyTrial::new)
        .toList();
  }

  @Override
  public Finding evaluate(Effort effort, Outcomes outcomes) {
    List<PolicyTrial> trials = policies(effort);
    List<PolicyResults> results =
        trials.stream().map(trial -> new PolicyResults(trial, outcomes)).toList();
    return new Finding(
        setUp(),
        PolicyClaims.of(results),
        List.of(
            new Plot("", "Communication cost before, after and at the optimum", costs(results)),
            new Plot("core", "Bytes a second over the core's links", core(results))),
        PolicyTables.all(results),
        List.of(Repetitions.table("repetitions", outcomes, trials, PolicyMeasures.all(RACKS))),
        List.of(COMPARED, PROBES, ALIVE));
  }

  private static String setUp() {
    return "Measured on "
        + Machine.describe()
        + ". The lab is `"
        + ShippedLab.FILE
        + "`: six hosts in three racks under a core switch, with memory for three VMs each, and"
        + " twelve VMs in four groups of three that talk much among themselves and little with the"
        + " next group, each group spread over the racks. Each policy has a lab of its own that has"
        + " just come up; `drover rebalance` lets every VM hold the token at most "
        + PolicyRun.ROUNDS
        + " times, and once a round moves nobody lets up to "
        + PolicyRun.TOGETHER
        + " VMs of a host go together (`--together`), until that moves nobody either: up to then this is S-CORE as in the paper. Before it is set going and after it has ended nothing moves for "
        + PolicyRun.SPAN.toSeconds()
        + " s, in which the core switch's counters are read. The optimum is computed by branch and bound"
        + " over all allocations for which the hosts have memory, and what the same deciders would"
        + " do is simulated (`rebalance --dry-run`), both from the traffic that the hosts measured in"
        + " this lab before the rebalance.";
  }

  private static final String COMPARED =
      "Costs before and after are those of the two allocations by one and the same traffic, so"
          + " that traffic which grows or shrinks meanwhile is not taken for what moves have done."
          + " \"Nominal\" is what the lab's file asks for, without headers and acknowledgements. S-CORE"
          + " moves one VM at a time to where one of its peers is and there is room, and only"
          + " when that lowers the cost. Once a group is on one host, whoever left it alone would raise the"
          + " cost, so that by single moves the group stays in that rack even when the group that"
          + " it talks to is in another; that is what going together mends. What would have been"
          + " left of the cost without it is given as after single moves.";

  private static final String PROBES =
      "\"Expected\" is twice what VMs of different racks exchange, by the hosts' flow counters and"
          + " where VMs are, for it leaves one rack and enters another. Every frame between the"
          + " probing client and a VM passes the client's port of the core switch and one rack's,"
          + " so that the racks' sum without the probes is exact; a single link's, in the data, has"
          + " them in it.";

  private static final String ALIVE =
      "A connection is alive when both its directions carried bytes within the span, by the hosts'"
          + " switches. Guests never make one again that broke, and say so on their consoles. The"
          + " silence is the longest time without a reply to the client's pings in the whole"
          + " rebalance; a VM that did not move shows what the machine itself adds.";

  private static String costs(List<PolicyResults> results) {
    Matrix matrix = Matrix.BEFORE;
    return BarChart.draw(
        "Communication cost before, after and at the optimum",
        "token policy",
        "communication cost, 10⁶ bytes a second × weight",
        results.stream().map(PolicyResults::policy).toList(),
        List.of(
            series("before", results, matrix.cost(Placed.START), PolicyTables.MILLION),
            series("after single moves", results, matrix.cost(Placed.ALONE), PolicyTables.MILLION),
            series("after", results, matrix.cost(Placed.END), PolicyTables.MILLION),
            series("after, simulated", results, matrix.cost(Placed.PLANNED), PolicyTables.MILLION),
            series(
                "optimum, computed", results, matrix.cost(Placed.OPTIMUM), PolicyTables.MILLION)));
  }

  private static String core(List<PolicyResults> results) {
    return BarChart.draw(
        "Bytes a second over the core's links",
        "token policy",
        "racks' links to the core, both directions, kB/s",
        results.stream().map(PolicyResults::policy).toList(),
        List.of(
            series("before", results, PolicyMeasures.CORE_BEFORE, PolicyTables.THOUSAND),
            series(
                "expected before",
                results,
                PolicyMeasures.CORE_EXPECTED_BEFORE,
                PolicyTables.THOUSAND),
            series("after", results, PolicyMeasures.CORE_AFTER, PolicyTables.THOUSAND),
            series(
                "expected after",
                results,
                PolicyMeasures.CORE_EXPECTED_AFTER,
                PolicyTables.THOUSAND)));
  }

  private static BarChart.Series series(
      String name, List<PolicyResults> results, String measure, double unit) {
    List<Datum> bars = new ArrayList<>();
    for (PolicyResults each : results) {
      Estimate estimate = each.of(outcome -> outcome.measure(measure) / unit);
      bars.add(new Datum(estimate.median(), estimate.least(), estimate.most()));
    }
    return new BarChart.Series(name, bars);
  }
}
