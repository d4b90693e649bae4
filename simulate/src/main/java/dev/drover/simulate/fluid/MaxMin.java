package dev.drover.simulate.fluid;

import java.util.Arrays;

/**
 * Max–min fair rates of flows over resources, kept up to date by parts.
 *
 * <p>The rates are max–min fair when no resource carries more than its capacity and every flow is
 * either at its own limit or has a bottleneck: a full resource on which no flow is faster
 * (Bertsekas and Gallager, Data Networks, 6.5.2). They are unique. A resource that is full holds
 * its flows at its level: those that nothing else holds lower. The level solves ∑ min(level, what
 * holds the flow elsewhere) = capacity; a resource that could carry more has none, that is
 * infinity. A flow's rate is the least of its limit and its resources' levels.
 *
 * <p>What a flow has below a resource's level alone decides that level, so {@link #solve} works
 * upwards, as progressive filling does, but only over the resources whose level is not right for
 * what their flows have now: it takes the one that is lowest before or after its change. A level
 * that falls is then final. One that rises is so with what holds its flows elsewhere at present;
 * when that changes, which can only be further up, the resource comes again. Each flow that a level
 * moves changes what its other resources carry, and they join. A change therefore costs what it
 * changes, and not what the network carries.
 */
final class MaxMin {
  /** Relative; far above the rounding of sums, far below what anyone can see. */
  static final double TOLERANCE = 1e-9;

  /** Relative; what is right but for this is right. */
  private static final double ROUNDING = 1e-12;

  private static final int OWN_LIMIT = -1;
  private static final double NONE = Double.POSITIVE_INFINITY;

  private double[] capacity = new double[64];
  private double[] level = new double[64];
  private double[] load = new double[64];
  private int[] held = new int[64];
  private boolean[] isFinal = new boolean[64];
  private boolean[] isTouched = new boolean[64];
  private int[] countOn = new int[64];
  private int[][] flowsOn = new int[64][];
  private int[][] hopsOn = new int[64][];

  /** By place as {@link #flowsOn}: the rate that the flow is held at elsewhere, or none. */
  private double[][] elsewhere = new double[64][];

  private int resources;

  private double[] limit = new double[64];
  private double[] rate = new double[64];
  private double[] newRate = new double[64];
  private int[] holder = new int[64];
  private int[][] path = new int[64][0];
  private int[][] place = new int[64][0];
  private int[] pathLength = new int[64];
  private boolean[] isMoved = new boolean[64];

  private final IntList touched = new IntList();
  private final IntList moved = new IntList();
  private final IntList changed = new IntList();
  private final IntList finals = new IntList();
  private final IntList raised = new IntList();
  private final IndexedHeap queue = new IndexedHeap();

  /** Adds a resource. {@return its number} */
  int addResource(double capacityOfIt) {
    int resource = resources++;
    if (resource == capacity.length) {
      growResources();
    }
    capacity[resource] = capacityOfIt;
    level[resource] = NONE;
    flowsOn[resource] = new int[4];
    hopsOn[resource] = new int[4];
    elsewhere[resource] = new double[4];
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
    if (place[flow].length < over.length) {
      place[flow] = new int[over.length];
    }
    for (int hop = 0; hop < over.length; hop++) {
      int resource = over[hop];
      int at = countOn[resource]++;
      if (at == flowsOn[resource].length) {
        flowsOn[resource] = Arrays.copyOf(flowsOn[resource], at * 2);
        hopsOn[resource] = Arrays.copyOf(hopsOn[resource], at * 2);
        elsewhere[resource] = Arrays.copyOf(elsewhere[resource], at * 2);
      }
      flowsOn[resource][at] = flow;
      hopsOn[resource][at] = hop;
      place[flow][hop] = at;
    }
    limit[flow] = limitOfIt;
    rate[flow] = 0;
    hold(flow);
  }

  /** Takes a flow away; its number is free. */
  void leave(int flow) {
    for (int hop = 0; hop < pathLength[flow]; hop++) {
      int resource = path[flow][hop];
      touch(resource);
      int at = place[flow][hop];
      int last = --countOn[resource];
      int other = flowsOn[resource][last];
      int otherHop = hopsOn[resource][last];
      flowsOn[resource][at] = other;
      hopsOn[resource][at] = otherHop;
      elsewhere[resource][at] = elsewhere[resource][last];
      place[other][otherHop] = at;
    }
    pathLength[flow] = 0;
    rate[flow] = 0;
  }

  void limit(int flow, double limitOfIt) {
    if (limit[flow] != limitOfIt) {
      limit[flow] = limitOfIt;
      hold(flow);
    }
  }

  double limit(int flow) {
    return limit[flow];
  }

  /** {@return the rate of {@code flow} as of the last {@link #solve}} */
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

  /** {@return resources that were changed, or flows on them, before the last {@link #solve}} */
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
    for (int i = 0; i < touched.size(); i++) {
      queueAt(touched.get(i), weigh(touched.get(i)));
    }
    while (queue.head() != IndexedHeap.NONE) {
      int resource = queue.pop();
      double due = weigh(resource);
      if (due < NONE && Double.doubleToRawLongBits(due) > queue.head()) {
        queueAt(resource, due);
      } else if (due < level[resource]) {
        lower(resource, due);
      } else if (due < NONE) {
        raise(resource);
      }
    }
    for (int i = 0; i < finals.size(); i++) {
      isFinal[finals.get(i)] = false;
    }
    finals.clear();
    for (int i = 0; i < moved.size(); i++) {
      int flow = moved.get(i);
      isMoved[flow] = false;
      if (pathLength[flow] > 0 && Math.abs(newRate[flow] - rate[flow]) > ROUNDING * rate[flow]) {
        rate[flow] = newRate[flow];
        changed.add(flow);
      }
    }
    moved.clear();
  }

  /**
   * Adds up what {@code resource} carries.
   *
   * @return its level before or after the change that is due, the lesser, or none
   */
  private double weigh(int resource) {
    double[] others = elsewhere[resource];
    double top = level[resource];
    double sum = 0;
    int atTop = 0;
    for (int i = 0; i < countOn[resource]; i++) {
      if (others[i] == NONE) {
        atTop++;
      }
      sum += Math.min(others[i], top);
    }
    load[resource] = sum;
    held[resource] = atTop;
    double excess = sum - capacity[resource];
    double slack = slack(resource);
    if (excess > slack) {
      return fill(resource, top);
    }
    return top < NONE && excess < -slack ? top : NONE;
  }

  /** {@return how far a load may be from the capacity that the level is right} */
  private double slack(int resource) {
    return ROUNDING
        * (level[resource] == NONE || held[resource] == 0
            ? capacity[resource]
            : held[resource] * level[resource]);
  }

  /**
   * {@return the level that fills {@code resource}, or none} By Newton's method, which is exact
   * after as many steps as flows change sides: below the level, or held at it.
   */
  private double fill(int resource, double start) {
    double[] others = elsewhere[resource];
    int count = countOn[resource];
    double filled = start;
    boolean isBelow = false;
    while (true) {
      double left = capacity[resource];
      int above = 0;
      for (int i = 0; i < count; i++) {
        if (others[i] > filled) {
          above++;
        } else {
          left -= others[i];
        }
      }
      if (above > 0) {
        double next = Math.max(0, left / above);
        if (next == filled || (isBelow && next < filled)) {
          return filled;
        }
        filled = next;
      } else if (isBelow || left >= -ROUNDING * capacity[resource]) {
        return NONE;
      } else {
        filled = capacity[resource] / count;
      }
      isBelow = true;
    }
  }

  private void lower(int resource, double target) {
    level[resource] = target;
    isFinal[resource] = true;
    finals.add(resource);
    double[] others = elsewhere[resource];
    for (int i = 0; i < countOn[resource]; i++) {
      if (others[i] > target) {
        others[i] = NONE;
        holder[flowsOn[resource][i]] = resource;
        move(flowsOn[resource][i], hopsOn[resource][i], target);
      }
    }
    weigh(resource);
  }

  private void raise(int resource) {
    double[] others = elsewhere[resource];
    raised.clear();
    for (int i = 0; i < countOn[resource]; i++) {
      if (others[i] == NONE) {
        others[i] = findHolder(flowsOn[resource][i], resource);
        raised.add(i);
      }
    }
    double target = fill(resource, level[resource]);
    level[resource] = target;
    for (int i = 0; i < raised.size(); i++) {
      int at = raised.get(i);
      int flow = flowsOn[resource][at];
      double to = others[at];
      if (to > target) {
        to = target;
        others[at] = NONE;
        holder[flow] = resource;
      }
      move(flow, hopsOn[resource][at], to);
    }
    weigh(resource);
  }

  /** Finds what holds a flow when {@code except} does not. {@return the rate} */
  private double findHolder(int flow, int except) {
    double least = limit[flow];
    int by = OWN_LIMIT;
    for (int hop = 0; hop < pathLength[flow]; hop++) {
      int resource = path[flow][hop];
      if (level[resource] < least && resource != except) {
        least = level[resource];
        by = resource;
      }
    }
    holder[flow] = by;
    return least;
  }

  /** Gives a flow a rate, and tells its resources but for the one at {@code hopOfCause}. */
  private void move(int flow, int hopOfCause, double to) {
    newRate[flow] = to;
    markMoved(flow);
    int[] along = path[flow];
    int[] places = place[flow];
    for (int hop = 0; hop < pathLength[flow]; hop++) {
      if (hop != hopOfCause) {
        replace(along[hop], places[hop], along[hop] == holder[flow] ? NONE : to);
      }
    }
  }

  private void replace(int resource, int at, double to) {
    double from = elsewhere[resource][at];
    if (from == to) {
      return;
    }
    elsewhere[resource][at] = to;
    double top = level[resource];
    double more = Math.min(to, top) - Math.min(from, top);
    load[resource] += more;
    if (from == NONE) {
      held[resource]--;
    } else if (to == NONE) {
      held[resource]++;
    }
    if (isFinal[resource]) {
      return;
    }
    if (top == NONE) {
      long key = queue.key(resource);
      if (key == IndexedHeap.NONE) {
        if (!(load[resource] <= capacity[resource] * (1 - TOLERANCE))) {
          queueAt(resource, weigh(resource));
        }
      } else if (more > 0) {
        queueAt(resource, Math.max(0, Double.longBitsToDouble(key) - more));
      }
      return;
    }
    double excess = load[resource] - capacity[resource];
    double slack = slack(resource);
    if (excess > slack) {
      queueAt(resource, Math.max(0, top - excess / held[resource]));
    } else {
      queueAt(resource, excess < -slack ? top : NONE);
    }
  }

  private void queueAt(int resource, double due) {
    queue.set(resource, due == NONE ? IndexedHeap.NONE : Double.doubleToRawLongBits(due));
  }

  /** Has a flow that is new, or has another limit, held by what there is. */
  private void hold(int flow) {
    newRate[flow] = findHolder(flow, -1);
    markMoved(flow);
    for (int hop = 0; hop < pathLength[flow]; hop++) {
      int resource = path[flow][hop];
      elsewhere[resource][place[flow][hop]] = resource == holder[flow] ? NONE : newRate[flow];
      touch(resource);
    }
  }

  private void markMoved(int flow) {
    if (!isMoved[flow]) {
      isMoved[flow] = true;
      moved.add(flow);
    }
  }

  private void touch(int resource) {
    if (!isTouched[resource]) {
      isTouched[resource] = true;
      touched.add(resource);
    }
  }

  private void growResources() {
    int length = capacity.length * 2;
    capacity = Arrays.copyOf(capacity, length);
    level = Arrays.copyOf(level, length);
    load = Arrays.copyOf(load, length);
    held = Arrays.copyOf(held, length);
    isFinal = Arrays.copyOf(isFinal, length);
    isTouched = Arrays.copyOf(isTouched, length);
    countOn = Arrays.copyOf(countOn, length);
    flowsOn = Arrays.copyOf(flowsOn, length);
    hopsOn = Arrays.copyOf(hopsOn, length);
    elsewhere = Arrays.copyOf(elsewhere, length);
  }

  private void growFlows(int flow) {
    int old = limit.length;
    int length = Math.max(flow + 1, old * 2);
    limit = Arrays.copyOf(limit, length);
    rate = Arrays.copyOf(rate, length);
    newRate = Arrays.copyOf(newRate, length);
    holder = Arrays.copyOf(holder, length);
    path = Arrays.copyOf(path, length);
    place = Arrays.copyOf(place, length);
    Arrays.fill(place, old, length, new int[0]);
    pathLength = Arrays.copyOf(pathLength, length);
    isMoved = Arrays.copyOf(isMoved, length);
  }
}
