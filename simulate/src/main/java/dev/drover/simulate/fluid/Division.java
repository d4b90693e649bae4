package dev.drover.simulate.fluid;

import dev.drover.simulate.stream.TrafficKind;

/**
 * A link direction that is divided into classes. Each class is a resource of its own beside the
 * link's, and its capacity follows from what the others want: a class that could use more than it
 * has wants without end, one whose flows are all held up elsewhere wants what it uses. The rates
 * are right when no capacity changes any more.
 */
final class Division {
  /** Relative to the link; changes of a class's capacity below it are none. */
  private static final double TOLERANCE = 1e-8;

  private final MaxMin rates;
  private final ClassTree tree;
  private final int link;
  private final int[] resources;
  private final boolean[] capped;
  private final double[] demand;
  private final double[] share;

  /**
   * @param resources one for each class of {@code tree}, used by nobody else
   */
  Division(MaxMin rates, ClassTree tree, int link, int[] resources) {
    this.rates = rates;
    this.tree = tree;
    this.link = link;
    this.resources = resources;
    capped = new boolean[tree.classes()];
    demand = new double[tree.classes()];
    share = new double[tree.classes()];
    for (int i = 0; i < resources.length; i++) {
      rates.capacity(resources[i], tree.ceiling(i));
    }
  }

  int link() {
    return link;
  }

  int[] resources() {
    return resources;
  }

  /** {@return the resource of the class of a flow} */
  int resourceOf(TrafficKind kind, String owner) {
    return resources[
        switch (kind) {
          case MIGRATION -> ClassTree.MIGRATION;
          case WORKLOAD -> tree.classOf(owner);
        }];
  }

  /**
   * Sets the capacities of the classes anew from the rates as they are.
   *
   * @param damped goes half of the way, for when capacities swing
   * @return whether one has changed
   */
  boolean update(boolean damped) {
    boolean any = false;
    for (int i = 0; i < resources.length; i++) {
      boolean hungry = isHungry(i);
      any |= hungry;
      demand[i] = hungry ? Double.POSITIVE_INFINITY : rates.load(resources[i]);
    }
    if (any) {
      tree.divide(demand, share);
    }
    boolean changed = false;
    for (int i = 0; i < resources.length; i++) {
      boolean hungry = demand[i] == Double.POSITIVE_INFINITY;
      double old = rates.capacity(resources[i]);
      double wanted = hungry ? share[i] : tree.ceiling(i);
      if (damped && hungry && capped[i]) {
        wanted = (wanted + old) / 2;
      }
      capped[i] = hungry;
      if (Math.abs(wanted - old) > TOLERANCE * tree.rate()) {
        rates.capacity(resources[i], wanted);
        changed = true;
      }
    }
    return changed;
  }

  /** {@return whether a flow of the class has nothing but this link that holds it up} */
  private boolean isHungry(int which) {
    int resource = resources[which];
    for (int i = 0; i < rates.flowsOn(resource); i++) {
      if (!isHeldElsewhere(rates.flowOn(resource, i), resource)) {
        return true;
      }
    }
    return false;
  }

  private boolean isHeldElsewhere(int flow, int resource) {
    if (rates.rate(flow) >= rates.limit(flow) * (1 - MaxMin.TOLERANCE)) {
      return true;
    }
    for (int other : rates.path(flow)) {
      if (other != link && other != resource && rates.holds(other, flow)) {
        return true;
      }
    }
    return false;
  }
}
