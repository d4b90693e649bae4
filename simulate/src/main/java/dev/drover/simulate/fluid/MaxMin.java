package dev.drover.simulate.fluid;

import java.util.Arrays;

/**
 * Max–min fair rates of flows over resources, kept up to date by parts.
 *
 * <p>The rates are max–min fair when no resource carries more than its capacity and every flow is
 * either at its own limit or has a bottleneck: a full resource on which no flow is faster
 * (Bertsekas and Gallager, Data Networks, 6.5.2). They are unique, so it is enough to find rates
 * that show this certificate.
 *
 * <p>{@link #solve} takes the flows that have changed, fills them progressively (6.5.2's algorithm:
 * of all resources the one with the lowest equal share is settled first) with all others held at
 * their rates, and then looks at every resource that these flows cross for flows whose certificate
 * no longer holds. Those join and the filling is done again, until every certificate holds. A
 * change therefore costs what it changes, and not what the network carries. A disturbance that goes
 * on and on is cut short by filling all flows that are connected with it.
 */
final class MaxMin {
  /** Relative; far above the rounding of sums, far below what anyone can see. */
  static final double TOLERANCE = 1e-9;

  private static final int MAX_ROUNDS = 16;
  private static final int OWN_LIMIT = -1;

  private double[] capacity = new double[64];
  private int[][] flowsOn = new int[64][];
  private int[][] hopsOn = new int[64][];
  private int[] countOn = new int[64];
  private double[] residual = new double[64];
  private int[] open = new int[64];
  private boolean[] isTouched = new boolean[64];
  private int resources;

  private double[] limit = new double[64];
  private double[] rate = new double[64];
  private double[] before = new double[64];
  private int[] bottleneck = new int[64];
  private int[][] path = new int[64][0];
  private int[][] place = new int[64][0];
  private int[] pathLength = new int[64];
  private boolean[] isLoose = new boolean[64];
  private boolean[] isSettled = new boolean[64];

  private final IntList touched = new IntList();
  private final IntList loose = new IntList();
  private final IntList changed = new IntList();
  private final LevelHeap heap = new LevelHeap();

  /** Adds a resource. {@return its number} */
  int addResource(double capacityOfIt) {
    int resource = resources++;
    if (resource == capacity.length) {
      int length = resource * 2;
      capacity = Arrays.copyOf(capacity, length);
      flowsOn = Arrays.copyOf(flowsOn, length);
      hopsOn = Arrays.copyOf(hopsOn, length);
      countOn = Arrays.copyOf(countOn, length);
      residual = Arrays.copyOf(residual, length);
      open = Arrays.copyOf(open, length);
      isTouched = Arrays.copyOf(isTouched, length);
    }
    capacity[resource] = capacityOfIt;
    flowsOn[resource] = new int[4];
    hopsOn[resource] = new int[4];
    return resource;
  }

  void capacity(int resource, double capacityOfIt) {
    if (capacity[resource] != capacityOfIt) {
      capacity[resource] = capacityOfIt;
      touch(resource);
    }
  }

  double capacity(int resource) {
    return capacity[resource];
  }

  /**
   * Adds a flow.
   *
   * @param flow its number, chosen by the caller, small
   * @param over the resources that it crosses, none twice; kept, not copied
   * @param limitOfIt above zero, or infinite
   */
  void join(int flow, int[] over, double limitOfIt) {
    if (flow >= limit.length) {
      growFlows(flow);
    }
    path[flow] = over;
    pathLength[flow] = over.length;
    int[] places = place[flow];
    if (places.length < over.length) {
      places = new int[over.length];
      place[flow] = places;
    }
    for (int hop = 0; hop < over.length; hop++) {
      int resource = over[hop];
      int at = countOn[resource]++;
      if (at == flowsOn[resource].length) {
        flowsOn[resource] = Arrays.copyOf(flowsOn[resource], at * 2);
        hopsOn[resource] = Arrays.copyOf(hopsOn[resource], at * 2);
      }
      flowsOn[resource][at] = flow;
      hopsOn[resource][at] = hop;
      places[hop] = at;
    }
    limit[flow] = limitOfIt;
    rate[flow] = 0;
    loosen(flow);
    before[flow] = 0;
  }

  /** Takes a flow away; its number is free. */
  void leave(int flow) {
    for (int hop = 0; hop < pathLength[flow]; hop++) {
      int resource = path[flow][hop];
      touch(resource);
      int at = place[flow][hop];
      int last = --countOn[resource];
      int moved = flowsOn[resource][last];
      int movedHop = hopsOn[resource][last];
      flowsOn[resource][at] = moved;
      hopsOn[resource][at] = movedHop;
      place[moved][movedHop] = at;
    }
    pathLength[flow] = 0;
    rate[flow] = 0;
  }

  void limit(int flow, double limitOfIt) {
    if (limit[flow] != limitOfIt) {
      limit[flow] = limitOfIt;
      loosen(flow);
    }
  }

  double limit(int flow) {
    return limit[flow];
  }

  double rate(int flow) {
    return rate[flow];
  }

  /** {@return the resources that {@code flow} crosses; not to be changed} */
  int[] path(int flow) {
    return path[flow];
  }

  int flowsOn(int resource) {
    return countOn[resource];
  }

  int flowOn(int resource, int index) {
    return flowsOn[resource][index];
  }

  double load(int resource) {
    double load = 0;
    for (int i = 0; i < countOn[resource]; i++) {
      load += rate[flowsOn[resource][i]];
    }
    return load;
  }

  /** {@return whether {@code resource} is full and has no flow faster than {@code flow}} */
  boolean holds(int resource, int flow) {
    double load = 0;
    double fastest = 0;
    for (int i = 0; i < countOn[resource]; i++) {
      double one = rate[flowsOn[resource][i]];
      load += one;
      fastest = Math.max(fastest, one);
    }
    return load >= capacity[resource] * (1 - TOLERANCE) && rate[flow] >= fastest * (1 - TOLERANCE);
  }

  /** {@return flows whose rate the last {@link #solve} changed} */
  IntList changed() {
    return changed;
  }

  /** {@return resources that were crossed by what changed; as of the last {@link #solve}} */
  IntList touched() {
    return touched;
  }

  /** Forgets {@link #changed} and {@link #touched}; to be called after each {@link #solve}. */
  void clear() {
    for (int i = 0; i < touched.size(); i++) {
      isTouched[touched.get(i)] = false;
    }
    touched.clear();
    changed.clear();
  }

  void solve() {
    int rounds = 0;
    do {
      if (++rounds > MAX_ROUNDS) {
        loosenConnected();
      }
      fill();
    } while (loosenRefuted());
    for (int i = 0; i < loose.size(); i++) {
      int flow = loose.get(i);
      isLoose[flow] = false;
      if (pathLength[flow] == 0) {
        continue;
      }
      if (Math.abs(rate[flow] - before[flow]) <= 1e-12 * before[flow]) {
        rate[flow] = before[flow];
      } else {
        changed.add(flow);
      }
    }
    loose.clear();
  }

  private void fill() {
    if (loose.size() == 0) {
      return;
    }
    heap.clear();
    int unsettled = 0;
    for (int i = 0; i < loose.size(); i++) {
      int flow = loose.get(i);
      isSettled[flow] = pathLength[flow] == 0;
      if (!isSettled[flow]) {
        unsettled++;
        if (limit[flow] < Double.POSITIVE_INFINITY) {
          heap.push(limit[flow], ~flow);
        }
      }
    }
    for (int i = 0; i < touched.size(); i++) {
      int resource = touched.get(i);
      double left = capacity[resource];
      int loosely = 0;
      int[] flows = flowsOn[resource];
      for (int j = 0; j < countOn[resource]; j++) {
        if (isLoose[flows[j]]) {
          loosely++;
        } else {
          left -= rate[flows[j]];
        }
      }
      residual[resource] = left;
      open[resource] = loosely;
      if (loosely > 0) {
        heap.push(Math.max(0, left) / loosely, resource);
      }
    }
    while (unsettled > 0) {
      double level = heap.level();
      int id = heap.id();
      heap.pop();
      if (id < 0) {
        if (!isSettled[~id]) {
          settle(~id, limit[~id], OWN_LIMIT);
          unsettled--;
        }
      } else if (open[id] > 0) {
        double share = Math.max(0, residual[id]) / open[id];
        if (share > level) {
          heap.push(share, id);
        } else {
          unsettled -= settleAll(id, level);
        }
      }
    }
  }

  private int settleAll(int resource, double level) {
    int settled = 0;
    int[] flows = flowsOn[resource];
    for (int i = 0; i < countOn[resource]; i++) {
      int flow = flows[i];
      if (isLoose[flow] && !isSettled[flow]) {
        settle(flow, level, resource);
        settled++;
      }
    }
    return settled;
  }

  private void settle(int flow, double level, int by) {
    rate[flow] = level;
    bottleneck[flow] = by;
    isSettled[flow] = true;
    for (int hop = 0; hop < pathLength[flow]; hop++) {
      int resource = path[flow][hop];
      residual[resource] -= level;
      open[resource]--;
    }
  }

  /** Loosens the flows whose certificate no longer holds. {@return whether there was one} */
  private boolean loosenRefuted() {
    int known = loose.size();
    int crossed = touched.size();
    for (int i = 0; i < crossed; i++) {
      int resource = touched.get(i);
      int[] flows = flowsOn[resource];
      double load = 0;
      double fastest = 0;
      double level = Double.POSITIVE_INFINITY;
      int held = 0;
      for (int j = 0; j < countOn[resource]; j++) {
        int flow = flows[j];
        load += rate[flow];
        fastest = Math.max(fastest, rate[flow]);
        if (!isLoose[flow]) {
          held++;
        } else if (bottleneck[flow] == resource) {
          level = Math.min(level, rate[flow]);
        }
      }
      if (held == 0) {
        continue;
      }
      boolean over = load > capacity[resource] * (1 + TOLERANCE);
      boolean full = load >= capacity[resource] * (1 - TOLERANCE);
      for (int j = 0; j < countOn[resource]; j++) {
        int flow = flows[j];
        if (!isLoose[flow]
            && (over
                || rate[flow] > level * (1 + TOLERANCE)
                || (bottleneck[flow] == resource
                    && (!full || rate[flow] < fastest * (1 - TOLERANCE))))) {
          loosen(flow);
        }
      }
    }
    return loose.size() > known;
  }

  private void loosenConnected() {
    for (int i = 0; i < touched.size(); i++) {
      int resource = touched.get(i);
      for (int j = 0; j < countOn[resource]; j++) {
        if (!isLoose[flowsOn[resource][j]]) {
          loosen(flowsOn[resource][j]);
        }
      }
    }
  }

  private void loosen(int flow) {
    if (!isLoose[flow]) {
      isLoose[flow] = true;
      before[flow] = rate[flow];
      loose.add(flow);
    }
    for (int hop = 0; hop < pathLength[flow]; hop++) {
      touch(path[flow][hop]);
    }
  }

  private void touch(int resource) {
    if (!isTouched[resource]) {
      isTouched[resource] = true;
      touched.add(resource);
    }
  }

  private void growFlows(int flow) {
    int old = limit.length;
    int length = Math.max(flow + 1, old * 2);
    limit = Arrays.copyOf(limit, length);
    rate = Arrays.copyOf(rate, length);
    before = Arrays.copyOf(before, length);
    bottleneck = Arrays.copyOf(bottleneck, length);
    path = Arrays.copyOf(path, length);
    place = Arrays.copyOf(place, length);
    Arrays.fill(place, old, length, new int[0]);
    pathLength = Arrays.copyOf(pathLength, length);
    isLoose = Arrays.copyOf(isLoose, length);
    isSettled = Arrays.copyOf(isSettled, length);
  }
}
