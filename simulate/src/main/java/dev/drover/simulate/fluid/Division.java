package dev.drover.simulate.fluid;

import dev.drover.simulate.stream.TrafficKind;
import java.util.function.IntPredicate;

/**
 * A link direction that is divided into classes. Each class is a resource of its own beside the
 * link's, and its capacity follows from what the others want: a class that could use more than it
 * has wants without end, one whose flows are all held up elsewhere wants what it uses.
 *
 * <p>The rates are right when no capacity changes any more. Then they are max–min fair with the
 * capacities of the classes, so flows of a class are; and a class that this link holds up has what
 * HTB gives it beside the others' demand. A flow counts as held up elsewhere by its own limit, by a
 * full link that is not divided, or by a full class of another division; not by another divided
 * link as a whole, for what it may have there is that division's to say. Divisions are brought up
 * to date one after the other, so that two that would hold the same flow at the same rate do not
 * each leave it to the other.
 */
final class Division {
  /** Relative to the link; changes of a class's capacity below it are none. */
  private static final double TOLERANCE = 1e-8;

  private final MaxMin rates;
  private final ClassTree tree;
  private final int[] resources;
  private final IntPredicate isDivided;
  private final boolean[] capped;
  private final double[] demand;
  private final double[] share;

  /**
   * @param resources one for each class of {@code tree}, used by nobody else
   * @param isDivided whether a resource is a link with classes, this one included
   */
  Division(MaxMin rates, ClassTree tree, int[] resources, IntPredicate isDivided) {
    this.rates = rates;
    this.tree = tree;
    this.resources = resources;
    this.isDivided = isDivided;
    capped = new boolean[tree.classes()];
    demand = new double[tree.classes()];
    share = new double[tree.classes()];
    for (int i = 0; i < resources.length; i++) {
      rates.capacity(resources[i], tree.ceiling(i));
    }
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
      boolean cap = any && share[i] < demand[i] * (1 - TOLERANCE);
      double old = rates.capacity(resources[i]);
      double wanted = cap ? share[i] : tree.ceiling(i);
      if (damped && cap && capped[i]) {
        wanted = (wanted + old) / 2;
      }
      capped[i] = cap;
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
      if (other != resource && !isDivided.test(other) && rates.holds(other, flow)) {
        return true;
      }
    }
    return false;
  }
}
