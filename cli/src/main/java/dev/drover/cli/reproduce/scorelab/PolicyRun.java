package dev.drover.cli.reproduce.scorelab;

import dev.drover.agent.api.Decision;
import dev.drover.cli.command.CommandFailure;
import dev.drover.cli.placement.PlacementJson;
import dev.drover.cli.placement.PlacementJson.Rebalance;
import dev.drover.cli.placement.PlacementJson.Vm;
import dev.drover.cli.reproduce.Outcome;
import dev.drover.cli.reproduce.Workbench;
import dev.drover.cli.reproduce.scorelab.Connections.Flow;
import dev.drover.cli.reproduce.scorelab.CoreCounters.Rates;
import dev.drover.cli.reproduce.scorelab.Matrix.Placed;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One rebalance in a lab that is up, as a user would do it by {@code drover rebalance}, between two
 * spans in which nothing moves and the core's counters are read.
 */
final class PolicyRun {
  /** How often every VM holds the token at most. */
  static final int ROUNDS = 8;

  /** How many VMs go together at most, once none goes alone. */
  static final int TOGETHER = 3;

  /** Over which the core's links are measured, before and after. */
  static final Duration SPAN = Duration.ofSeconds(20);

  /** Agents that have just begun, beside guests that boot, may be too slow for an answer. */
  private static final int TRIES = 5;

  private static final double MEBIBYTE = 1 << 20;

  private final Workbench bench;
  private final Lab lab;
  private final String policy;
  private final LabProblem problem;
  private final Connections connections;
  private final SortedMap<String, Double> measures = new TreeMap<>();

  PolicyRun(Workbench bench, Lab lab, String policy) {
    this.bench = bench;
    this.lab = lab;
    this.policy = policy;
    this.problem = new LabProblem(lab.file());
    this.connections = new Connections(lab);
  }

  /** What happened while nothing moved. */
  private record Span(Rates core, Set<Flow> alive) {}

  Outcome measure() throws IOException, InterruptedException {
    Rebalance planned = rebalance(List.of("--dry-run")).result();
    Span before = span();
    Timed timed = rebalance(List.of());
    Rebalance done = timed.result();
    if (!Arrays.equals(problem.serverOf(done.before().vms()), problem.home())) {
      throw new IOException("VMs had left their hosts before the rebalance that was measured");
    }
    Span after = span();
    measures.put(PolicyMeasures.TIME, (timed.endedMs() - timed.beganMs()) / 1000.0);
    decisions(planned, done);
    costs(planned, done);
    core(before, after);
    connections(before, after, done);
    gaps(timed);
    return new Outcome(measures, List.of());
  }

  /** What a rebalance came to, and from when to when the command ran that wrote it. */
  private record Timed(Rebalance result, long beganMs, long endedMs) {}

  private Timed rebalance(List<String> options) throws IOException, InterruptedException {
    Path file = bench.folder().resolve("rebalance.json");
    Files.deleteIfExists(file);
    List<String> command = new ArrayList<>(List.of("rebalance"));
    command.addAll(options);
    command.addAll(List.of("--policy", policy, "--rounds", Integer.toString(ROUNDS)));
    command.addAll(List.of("--together", Integer.toString(TOGETHER)));
    command.addAll(List.of("--lab", lab.name(), "--json", file.toString()));
    long began = 0;
    for (int tries = 1; !Files.exists(file); tries++) {
      began = System.currentTimeMillis();
      try {
        bench.run(command);
      } catch (CommandFailure e) {
        // A migration that failed is counted; without a result there is nothing to count.
        if (!Files.exists(file) && tries == TRIES) {
          throw e;
        }
      }
    }
    return new Timed(PlacementJson.read(file), began, System.currentTimeMillis());
  }

  private Span span() throws IOException, InterruptedException {
    Connections.Reading flows = connections.read();
    CoreCounters counters = CoreCounters.read(lab);
    Thread.sleep(SPAN);
    Rates core = CoreCounters.read(lab).since(counters, lab.file());
    return new Span(core, connections.alive(flows, connections.read()));
  }

  private void decisions(Rebalance planned, Rebalance done) {
    List<Decision> moved = done.decisions().stream().filter(Decision::moved).toList();
    long wanted = done.decisions().stream().filter(each -> each.to().isPresent()).count();
    measures.put(PolicyMeasures.MOVES, (double) moved.size());
    measures.put(PolicyMeasures.FAILED_MOVES, (double) wanted - moved.size());
    measures.put(PolicyMeasures.PLANNED_MOVES, (double) planned.decisions().size());
    measures.put(
        PolicyMeasures.MOVES_ALONE, (double) alone(done).stream().filter(Decision::moved).count());
    measures.put(
        PolicyMeasures.ROUNDS_USED,
        (double) moved.stream().mapToInt(Decision::round).max().orElse(0));
    measures.put(
        PolicyMeasures.MIGRATED,
        done.decisions().stream().mapToLong(Decision::bytes).sum() / MEBIBYTE);
  }

  /** {@return what was decided before the first group was to go: all that S-CORE does} */
  private static List<Decision> alone(Rebalance done) {
    List<Decision> alone = new ArrayList<>();
    for (Decision each : done.decisions()) {
      boolean group =
          done.decisions().stream()
              .anyMatch(other ->
                  other.generation() == each.generation()
                      && other.hop() == each.hop()
                      && !other.vm().equals(each.vm()));
      if (group) {
        return alone;
      }
      alone.add(each);
    }
    return alone;
  }

  private void costs(Rebalance planned, Rebalance done) {
    PlacementJson.Placement last = after(done);
    int[] start = problem.serverOf(done.before().vms());
    int[] end = problem.serverOf(last.vms());
    int[] foretold = problem.serverOf(planned.before().vms());
    planned
        .decisions()
        .forEach(each -> problem.move(foretold, each.vm(), each.to().orElse(each.from())));
    int[] single = start.clone();
    alone(done).stream()
        .filter(Decision::moved)
        .forEach(each -> problem.move(single, each.vm(), each.to().orElse(each.from())));
    TrafficGraph measured = problem.traffic(done.before().pairs());
    TrafficGraph later = problem.traffic(last.pairs());
    for (Matrix matrix : Matrix.values()) {
      TrafficGraph traffic =
          switch (matrix) {
            case BEFORE -> measured;
            case AFTER -> later;
            case NOMINAL -> problem.nominal();
          };
      measures.put(matrix.cost(Placed.START), problem.cost(traffic, start));
      measures.put(matrix.cost(Placed.END), problem.cost(traffic, end));
      measures.put(matrix.cost(Placed.ALONE), problem.cost(traffic, single));
      measures.put(matrix.cost(Placed.PLANNED), problem.cost(traffic, foretold));
      measures.put(matrix.cost(Placed.OPTIMUM), problem.optimum(traffic, start));
    }
    // Every byte that two racks exchange leaves one of them and enters the other.
    measures.put(PolicyMeasures.CORE_EXPECTED_BEFORE, 2 * problem.betweenRacks(measured, start));
    measures.put(PolicyMeasures.CORE_EXPECTED_AFTER, 2 * problem.betweenRacks(later, end));
    measures.put(PolicyMeasures.BETTER_MOVES, (double) problem.betterMoves(measured, end));
    measures.put(PolicyMeasures.BETTER_SWAPS, (double) problem.betterExchanges(measured, end));
    measures.put(PolicyMeasures.BETTER_TOGETHER, (double) problem.betterTogether(measured, end));
  }

  private static PlacementJson.Placement after(Rebalance done) {
    return done.after().orElseThrow(() -> new IllegalStateException("nothing was done"));
  }

  private void core(Span before, Span after) {
    measures.put(PolicyMeasures.CORE_BEFORE, before.core.vms());
    measures.put(PolicyMeasures.CORE_AFTER, after.core.vms());
    measures.put(PolicyMeasures.PROBES_BEFORE, before.core.probes());
    measures.put(PolicyMeasures.PROBES_AFTER, after.core.probes());
    before
        .core
        .links()
        .forEach((rack, rate) -> measures.put(PolicyMeasures.link(rack, true), rate));
    after
        .core
        .links()
        .forEach((rack, rate) -> measures.put(PolicyMeasures.link(rack, false), rate));
  }

  private void connections(Span before, Span after, Rebalance done) throws IOException {
    Set<Flow> broken = new HashSet<>(before.alive);
    broken.removeAll(after.alive);
    measures.put(PolicyMeasures.CONNECTIONS, (double) connections.count());
    measures.put(PolicyMeasures.ALIVE_BEFORE, (double) before.alive.size());
    measures.put(PolicyMeasures.ALIVE_AFTER, (double) after.alive.size());
    measures.put(PolicyMeasures.BROKEN, (double) broken.size());
    measures.put(PolicyMeasures.SAID_ENDED, (double) connections.saidToHaveEnded());
    Set<List<String>> addresses = addresses(done.before().vms());
    addresses.removeAll(addresses(after(done).vms()));
    measures.put(PolicyMeasures.READDRESSED, (double) addresses.size());
  }

  private static Set<List<String>> addresses(List<Vm> vms) {
    return vms.stream()
        .map(vm -> List.of(vm.name(), vm.address()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private void gaps(Timed timed) {
    Rebalance done = timed.result();
    Set<String> moved =
        done.decisions().stream()
            .filter(Decision::moved)
            .map(Decision::vm)
            .collect(Collectors.toSet());
    double longestMoved = 0;
    double longestStayed = 0;
    for (Vm vm : done.before().vms()) {
      double gap =
          lab.observations().longestProbeGap(vm.name(), timed.beganMs(), timed.endedMs()).toNanos()
              / 1e6;
      if (moved.contains(vm.name())) {
        longestMoved = Math.max(longestMoved, gap);
      } else {
        longestStayed = Math.max(longestStayed, gap);
      }
    }
    measures.put(PolicyMeasures.GAP_MOVED, longestMoved);
    measures.put(PolicyMeasures.GAP_STAYED, longestStayed);
  }
}
