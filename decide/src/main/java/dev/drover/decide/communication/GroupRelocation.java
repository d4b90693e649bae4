package dev.drover.decide.communication;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * A larger step than S-CORE's: VMs of one server that talk to each other go elsewhere together,
 * when that lowers the cost though none of them could go alone. Not in the paper, whose VMs each
 * move by themselves ({@link Relocation}), and so stay apart from other groups once each group is
 * on one server.
 *
 * <p>The VM that holds the token is joined by those of its server, one after the other, whoever has
 * most traffic with those that are in. Each of these groups of two and more is tried; candidates
 * are all servers of the racks where peers of the group are, since a server whose VMs are such a
 * group seldom has room for another. Of all of them that with the greatest gain is taken that has
 * room.
 */
public final class GroupRelocation {
  private final Layers layers;
  private final LevelWeights weights;
  private final int most;
  private final NavigableMap<Integer, List<Integer>> racks = new TreeMap<>();

  /**
   * A decider for groups of at most {@code most} VMs.
   *
   * @throws IllegalArgumentException when a level has no weight, or {@code most} is below 1
   */
  public GroupRelocation(Layers layers, LevelWeights weights, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("groups of " + most + " VMs do not go anywhere");
    }
    this.layers = layers;
    this.weights = weights.checkedFor(layers);
    this.most = most;
    for (int server = 0; server < layers.servers(); server++) {
      racks.computeIfAbsent(rack(server), _ -> new ArrayList<>()).add(server);
    }
  }

  /** What servers answer when they are asked for room for several VMs. */
  public interface Room {
    /** {@return whether {@code server}, which has none of {@code vms}, has room for all of them} */
    boolean fits(List<Integer> vms, int server);
  }

  /**
   * VMs that go together.
   *
   * @param vms the one that was asked about comes first
   * @param server where they go
   * @param gain by how much the total cost falls then, what migrations cost not deducted
   */
  public record Group(List<Integer> vms, int server, double gain) {
    public Group {
      vms = List.copyOf(vms);
    }
  }

  /**
   * {@return the VM and those that may go with it, in the order in which they join} At most as many
   * as a group has.
   *
   * @param traffic of VMs of its server at least: others are not looked at
   * @param mayGo whether a VM, other than {@code vm}, may leave where it is
   */
  public List<Integer> companions(
      TrafficGraph traffic, int[] serverOf, int vm, IntPredicate mayGo) {
    List<Integer> group = new ArrayList<>();
    NavigableMap<Integer, Double> outside = new TreeMap<>();
    int next = vm;
    while (next >= 0) {
      group.add(next);
      outside.remove(next);
      next = -1;
      if (group.size() < most) {
        int last = group.getLast();
        for (int i = traffic.from(last); i < traffic.to(last); i++) {
          int peer = traffic.peer(i);
          if (serverOf[peer] == serverOf[vm] && !group.contains(peer) && mayGo.test(peer)) {
            outside.merge(peer, (double) traffic.rate(i), Double::sum);
          }
        }
        double highest = 0;
        for (var each : outside.entrySet()) {
          if (each.getValue() > highest) {
            highest = each.getValue();
            next = each.getKey();
          }
        }
      }
    }
    return group;
  }

  /**
   * {@return the group of {@code vm} that should go, and where; empty when none should}
   *
   * @param serverOf each VM's server
   * @param mayGo whether a VM, other than {@code vm}, may leave where it is
   * @param price of each VM's migration; a group's is their sum
   */
  public Optional<Group> decide(
      TrafficGraph traffic,
      int[] serverOf,
      int vm,
      IntPredicate mayGo,
      Room room,
      MigrationPrice price) {
    List<Integer> all = companions(traffic, serverOf, vm, mayGo);
    List<Group> options = new ArrayList<>();
    for (int size = 2; size <= all.size(); size++) {
      add(traffic, serverOf, all.subList(0, size), options);
    }
    options.sort(Comparator.comparingDouble(Group::gain).reversed());
    return options.stream()
        .filter(each -> room.fits(each.vms(), each.server()))
        .filter(each ->
            each.gain()
                > each.vms().stream().mapToDouble(one -> price.of(one, each.server())).sum())
        .findFirst();
  }

  /** Adds where a group would cost less than where it is. */
  private void add(TrafficGraph traffic, int[] serverOf, List<Integer> group, List<Group> options) {
    int own = serverOf[group.getFirst()];
    NavigableMap<Integer, Double> rates = new TreeMap<>();
    NavigableSet<Integer> near = new TreeSet<>();
    for (int vm : group) {
      for (int i = traffic.from(vm); i < traffic.to(vm); i++) {
        int peer = traffic.peer(i);
        if (!group.contains(peer)) {
          rates.merge(serverOf[peer], (double) traffic.rate(i), Double::sum);
          near.add(rack(serverOf[peer]));
        }
      }
    }
    double now = cost(rates, own);
    for (int rack : near) {
      for (int server : racks.getOrDefault(rack, List.of())) {
        double gain = 2 * (now - cost(rates, server));
        if (server != own && gain > 0) {
          options.add(new Group(group, server, gain));
        }
      }
    }
  }

  private int rack(int server) {
    return layers.group(server, 1);
  }

  /** What traffic with servers costs from {@code server}, counted once. */
  private double cost(NavigableMap<Integer, Double> rates, int server) {
    double cost = 0;
    for (var each : rates.entrySet()) {
      cost += each.getValue() * weights.sum(layers.level(server, each.getKey()));
    }
    return cost;
  }
}
