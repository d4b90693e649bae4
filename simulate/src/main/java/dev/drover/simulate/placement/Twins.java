package dev.drover.simulate.placement;

import dev.drover.decide.communication.Layers;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which servers, racks and groups of racks are alike: two that stand in the same group and whose
 * servers, in their order, have the same room. While both are empty either may be exchanged for the
 * other without changing any cost, so it is enough to try the first. One thread.
 */
final class Twins {
  private static final int NONE = -1;

  /** By level and server: the group that the server is in, and the group before that is like it. */
  private final int[][] groupOf;

  private final int[][] twinOf;

  /** By level and group: how many VMs are in it. */
  private final int[][] count;

  Twins(Layers layers, Capacity capacity) {
    int levels = layers.levels();
    int servers = layers.servers();
    groupOf = new int[levels][servers];
    twinOf = new int[levels][servers];
    count = new int[levels][];
    for (int level = 0; level < levels; level++) {
      Map<Integer, List<Integer>> groups = new HashMap<>();
      List<List<Integer>> inOrder = new ArrayList<>();
      for (int server = 0; server < servers; server++) {
        List<Integer> members = groups.get(layers.group(server, level));
        if (members == null) {
          members = new ArrayList<>();
          groups.put(layers.group(server, level), members);
          inOrder.add(members);
        }
        members.add(server);
        groupOf[level][server] = inOrder.indexOf(members);
      }
      count[level] = new int[inOrder.size()];
      for (int group = 0; group < inOrder.size(); group++) {
        int twin = before(layers, capacity, level, inOrder, group);
        for (int server : inOrder.get(group)) {
          twinOf[level][server] = twin;
        }
      }
    }
  }

  private static int before(
      Layers layers, Capacity capacity, int level, List<List<Integer>> groups, int group) {
    for (int other = group - 1; other >= 0; other--) {
      if (alike(layers, capacity, level, groups.get(other), groups.get(group))) {
        return other;
      }
    }
    return NONE;
  }

  private static boolean alike(
      Layers layers, Capacity capacity, int level, List<Integer> one, List<Integer> other) {
    boolean beside = layers.level(one.getFirst(), other.getFirst()) == level + 1;
    if (!beside || one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!sameRoom(capacity, one.get(i), other.get(i))) {
        return false;
      }
      for (int j = 0; j < i; j++) {
        if (layers.level(one.get(i), one.get(j)) != layers.level(other.get(i), other.get(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean sameRoom(Capacity capacity, int one, int other) {
    if (capacity.slots(one) != capacity.slots(other)) {
      return false;
    }
    for (Resource resource : capacity.resources()) {
      if (resource.ofServer(one) != resource.ofServer(other)) {
        return false;
      }
    }
    return true;
  }

  /** {@return whether a server need not be tried: one like it will do as well} */
  boolean hasEarlier(int server) {
    for (int level = 0; level < groupOf.length; level++) {
      int twin = twinOf[level][server];
      if (twin != NONE && count[level][groupOf[level][server]] == 0 && count[level][twin] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes note that {@code vms} came to a server, or left it. */
  void count(int server, int vms) {
    for (int level = 0; level < groupOf.length; level++) {
      count[level][groupOf[level][server]] += vms;
    }
  }
}
