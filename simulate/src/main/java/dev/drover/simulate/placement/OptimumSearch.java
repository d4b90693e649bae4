package dev.drover.simulate.placement;

import dev.drover.decide.communication.TrafficGraph;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Resource;
import java.util.Arrays;

/**
 * Branch and bound over all allocations. VMs are placed one after the other, those with much
 * traffic with VMs already placed first. A branch is left when what its VMs cost among themselves,
 * and what each VM not yet placed must at least cost with those, is no less than the best known. Of
 * empty servers, racks and so on that are alike only the first is tried ({@link Twins}).
 *
 * <p>Costs are counted once for each pair. One thread, used once.
 */
final class OptimumSearch {
  /** A gain below this part of the cost is noise of rounding. */
  private static final double LEAST = 1e-9;

  private final TrafficGraph traffic;
  private final int vms;
  private final int servers;
  private final int[] order;
  private final int[] turn;
  private final Capacity capacity;
  private final Resource[] resources;
  private final Twins twins;

  /** What a byte costs between two servers. */
  private final double[][] weight;

  private final int[] serverOf;
  private final int[] slots;
  private final int[][] free;

  /** For each depth what each VM would cost on each server with the VMs placed until then. */
  private final double[][][] costs;

  private int[] best = new int[0];
  private double least;

  OptimumSearch(PlacementProblem problem) {
    traffic = problem.traffic();
    vms = traffic.vms();
    capacity = problem.start().capacity();
    servers = capacity.servers();
    resources = capacity.resources().toArray(Resource[]::new);
    twins = new Twins(problem.layers(), capacity);
    order = order(traffic);
    turn = new int[vms];
    for (int i = 0; i < vms; i++) {
      turn[order[i]] = i;
    }
    weight = new double[servers][servers];
    for (int one = 0; one < servers; one++) {
      for (int other = 0; other < servers; other++) {
        weight[one][other] = problem.weights().sum(problem.layers().level(one, other));
      }
    }
    serverOf = new int[vms];
    slots = new int[servers];
    Arrays.setAll(slots, capacity::slots);
    free = new int[resources.length][servers];
    for (int i = 0; i < resources.length; i++) {
      Resource resource = resources[i];
      Arrays.setAll(free[i], resource::ofServer);
    }
    costs = new double[vms + 1][vms][servers];
  }

  /** {@return an allocation that costs least; {@code known} when none costs less than that} */
  int[] better(int[] known) {
    best = known.clone();
    least = cost(known);
    place(0, 0);
    return best;
  }

  private double cost(int[] allocation) {
    double cost = 0;
    for (int vm = 0; vm < vms; vm++) {
      for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
        cost += traffic.rate(i) * weight[allocation[vm]][allocation[traffic.peer(i)]] / 2;
      }
    }
    return cost;
  }

  private void place(int depth, double cost) {
    if (depth == vms) {
      least = cost;
      best = serverOf.clone();
      return;
    }
    int vm = order[depth];
    for (int server : cheapestFirst(costs[depth][vm])) {
      double with = cost + costs[depth][vm][server];
      if (!fits(vm, server) || twins.hasEarlier(server) || !pays(with)) {
        continue;
      }
      take(vm, server, 1);
      serverOf[vm] = server;
      tell(depth, vm, server);
      if (pays(with + rest(depth + 1))) {
        place(depth + 1, with);
      }
      take(vm, server, -1);
    }
  }

  private boolean pays(double cost) {
    return cost < least * (1 - LEAST);
  }

  private int[] cheapestFirst(double[] cost) {
    int[] sorted = new int[servers];
    for (int server = 0; server < servers; server++) {
      int at = server;
      while (at > 0 && cost[sorted[at - 1]] > cost[server]) {
        sorted[at] = sorted[at - 1];
        at--;
      }
      sorted[at] = server;
    }
    return sorted;
  }

  private boolean fits(int vm, int server) {
    if (slots[server] == 0) {
      return false;
    }
    for (int i = 0; i < resources.length; i++) {
      if (free[i][server] < resources[i].ofVm(vm)) {
        return false;
      }
    }
    return true;
  }

  /** Puts a VM on a server, or with {@code sign} −1 takes it away. */
  private void take(int vm, int server, int sign) {
    slots[server] -= sign;
    for (int i = 0; i < resources.length; i++) {
      free[i][server] -= sign * resources[i].ofVm(vm);
    }
    twins.count(server, sign);
  }

  /** Adds what those not yet placed cost with a VM that is. */
  private void tell(int depth, int vm, int server) {
    for (int i = depth + 1; i < vms; i++) {
      int other = order[i];
      System.arraycopy(costs[depth][other], 0, costs[depth + 1][other], 0, servers);
    }
    for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
      int peer = traffic.peer(i);
      for (int there = 0; turn[peer] > depth && there < servers; there++) {
        costs[depth + 1][peer][there] += traffic.rate(i) * weight[server][there];
      }
    }
  }

  /** {@return what those not yet placed must at least cost with those that are} */
  private double rest(int depth) {
    double rest = 0;
    for (int i = depth; i < vms; i++) {
      double cheapest = Double.POSITIVE_INFINITY;
      for (int server = 0; server < servers; server++) {
        double cost = costs[depth][order[i]][server];
        if (cost < cheapest && fits(order[i], server)) {
          cheapest = cost;
        }
      }
      rest += cheapest;
    }
    return rest;
  }

  /** Whoever talks most with those before comes next. */
  private static int[] order(TrafficGraph traffic) {
    int[] order = new int[traffic.vms()];
    double[] with = new double[order.length];
    boolean[] in = new boolean[order.length];
    for (int place = 0; place < order.length; place++) {
      int next = -1;
      for (int vm = 0; vm < order.length; vm++) {
        if (!in[vm] && (next < 0 || before(traffic, with, vm, next))) {
          next = vm;
        }
      }
      order[place] = next;
      in[next] = true;
      for (int i = traffic.from(next); i < traffic.to(next); i++) {
        with[traffic.peer(i)] += traffic.rate(i);
      }
    }
    return order;
  }

  private static boolean before(TrafficGraph traffic, double[] with, int vm, int other) {
    return with[vm] != with[other]
        ? with[vm] > with[other]
        : traffic.load(vm) > traffic.load(other);
  }
}
