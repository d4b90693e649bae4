package dev.drover.simulate.fluid;

import dev.drover.simulate.stream.TrafficKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The divided link directions of a network, and the rates that follow from them. */
final class Divisions {
  /** Rounds of dividing before capacities are damped, and before they are taken as they are. */
  private static final int UNDAMPED_ROUNDS = 8;

  private static final int MAX_ROUNDS = 64;

  private final MaxMin rates;
  private final double[] linkCapacity;
  private final IntList free = new IntList();
  private final IntList marked = new IntList();
  private final IntList changed = new IntList();
  private @Nullable Division[] ofLink;
  private int[] linkOf = new int[64];
  private final IntList seen = new IntList();
  private boolean[] isMarked;
  private boolean[] isSeen = new boolean[64];
  private boolean[] isChanged = new boolean[64];
  private int count;

  Divisions(MaxMin rates, double[] linkCapacity) {
    this.rates = rates;
    this.linkCapacity = linkCapacity;
    ofLink = new Division[linkCapacity.length];
    isMarked = new boolean[linkCapacity.length];
  }

  void divide(int link, ClassTree tree) {
    unite(link);
    int[] resources = new int[tree.classes()];
    for (int i = 0; i < resources.length; i++) {
      resources[i] = free.size() > 0 ? free.removeLast() : rates.addResource(0);
      if (resources[i] >= linkOf.length) {
        linkOf = Arrays.copyOf(linkOf, resources[i] * 2);
      }
      linkOf[resources[i]] = link;
    }
    rates.capacity(link, tree.rate());
    ofLink[link] = new Division(rates, tree, resources, this::isDivided);
    count++;
  }

  /** Takes the division of a link back; no flow may cross it. */
  void unite(int link) {
    Division division = ofLink[link];
    if (division != null) {
      for (int resource : division.resources()) {
        free.add(resource);
      }
      ofLink[link] = null;
      rates.capacity(link, linkCapacity[link]);
      count--;
    }
  }

  /** {@return the resources that a flow along {@code links} crosses} */
  int[] resources(int[] links, TrafficKind kind, String owner) {
    int[] resources = Arrays.copyOf(links, 2 * links.length);
    int length = links.length;
    for (int link : links) {
      Division division = ofLink[link];
      if (division != null) {
        resources[length++] = division.resourceOf(kind, owner);
      }
    }
    return Arrays.copyOf(resources, length);
  }

  /** Brings all rates up to date. {@return the flows whose rate may have changed, each once} */
  IntList solve() {
    for (int i = 0; i < changed.size(); i++) {
      isChanged[changed.get(i)] = false;
    }
    changed.clear();
    boolean again = true;
    for (int round = 0; again; round++) {
      rates.solve();
      collect();
      again = round < MAX_ROUNDS && count > 0 && update(round >= UNDAMPED_ROUNDS);
    }
    return changed;
  }

  private boolean isDivided(int resource) {
    return resource < ofLink.length && ofLink[resource] != null;
  }

  private void collect() {
    IntList flows = rates.changed();
    for (int i = 0; i < flows.size(); i++) {
      int flow = flows.get(i);
      if (flow >= isChanged.length) {
        isChanged = Arrays.copyOf(isChanged, Math.max(flow + 1, isChanged.length * 2));
      }
      if (!isChanged[flow]) {
        isChanged[flow] = true;
        changed.add(flow);
      }
    }
    if (count > 0) {
      for (int i = 0; i < flows.size(); i++) {
        for (int resource : rates.path(flows.get(i))) {
          markCrossing(resource);
        }
      }
      IntList touched = rates.touched();
      for (int i = 0; i < touched.size(); i++) {
        markCrossing(touched.get(i));
      }
      for (int i = 0; i < seen.size(); i++) {
        isSeen[seen.get(i)] = false;
      }
      seen.clear();
    }
    rates.clear();
  }

  /** Marks what depends on whether {@code resource} holds flows: its division and their others. */
  private void markCrossing(int resource) {
    if (resource >= isSeen.length) {
      isSeen = Arrays.copyOf(isSeen, resource * 2);
    }
    if (!isSeen[resource]) {
      isSeen[resource] = true;
      seen.add(resource);
      mark(resource);
      for (int i = 0; i < rates.flowsOn(resource); i++) {
        for (int crossed : rates.path(rates.flowOn(resource, i))) {
          mark(crossed);
        }
      }
    }
  }

  private void mark(int resource) {
    int link = resource < linkCapacity.length ? resource : linkOf[resource];
    if (ofLink[link] != null && !isMarked[link]) {
      isMarked[link] = true;
      marked.add(link);
    }
  }

  private boolean update(boolean damped) {
    boolean any = false;
    for (int i = 0; i < marked.size(); i++) {
      int link = marked.get(i);
      isMarked[link] = false;
      Division division = ofLink[link];
      if (division != null) {
        any |= division.update(damped);
      }
    }
    marked.clear();
    return any;
  }
}
