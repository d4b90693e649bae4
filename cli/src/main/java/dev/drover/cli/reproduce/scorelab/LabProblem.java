package dev.drover.cli.reproduce.scorelab;

import dev.drover.cli.placement.PlacementJson.Pair;
import dev.drover.cli.placement.PlacementJson.Vm;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.lab.file.LabFile;
import dev.drover.lab.file.LabFile.GuestVm;
import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.Locations;
import dev.drover.lab.file.Workload;
import dev.drover.simulate.datacentre.Allocation;
import dev.drover.simulate.datacentre.Capacity;
import dev.drover.simulate.datacentre.Resource;
import dev.drover.simulate.placement.PlacementAlgorithms;
import dev.drover.simulate.placement.PlacementProblem;
import java.util.Arrays;
import java.util.List;

/**
 * A lab as a problem of placement: its hosts where they stand and with the memory that they have,
 * its VMs with the memory that they take. VMs and hosts are numbered as in the file; link weights
 * are those that hosts have by default.
 */
final class LabProblem {
  private static final int ANY_NUMBER = 1_000_000;

  private final List<String> hosts;
  private final List<GuestVm> guests;
  private final List<String> vms;
  private final Layers layers;
  private final Capacity capacity;

  LabProblem(LabFile file) {
    List<Host> all = file.hostsWithAgents();
    Locations locations = new Locations(file);
    hosts = all.stream().map(Host::name).toList();
    guests = file.vms();
    vms = guests.stream().map(GuestVm::name).toList();
    layers = Layers.of(hosts.stream().map(locations::of).toList());
    int[] slots = new int[hosts.size()];
    Arrays.fill(slots, ANY_NUMBER);
    capacity =
        new Capacity(
            slots,
            List.of(
                new Resource(
                    "MiB",
                    all.stream().mapToInt(host -> mebibytes(host.memory().count())).toArray(),
                    guests.stream().mapToInt(vm -> mebibytes(vm.memory().count())).toArray())));
  }

  private static int mebibytes(long bytes) {
    return Math.toIntExact(bytes >> 20);
  }

  /** {@return the host that each VM starts on} */
  int[] home() {
    return guests.stream().mapToInt(vm -> hosts.indexOf(vm.host())).toArray();
  }

  /**
   * {@return each VM's host}
   *
   * @throws IllegalStateException when that of some VM is not told
   */
  int[] serverOf(List<Vm> placed) {
    if (placed.size() != vms.size()) {
      throw new IllegalStateException(
          "hosts told of %d of %d VMs; the others did not answer in time"
              .formatted(placed.size(), vms.size()));
    }
    int[] serverOf = new int[vms.size()];
    placed.forEach(vm -> serverOf[vms.indexOf(vm.name())] = hosts.indexOf(vm.host()));
    return serverOf;
  }

  /** Moves a VM to a host. */
  void move(int[] serverOf, String vm, String host) {
    serverOf[vms.indexOf(vm)] = hosts.indexOf(host);
  }

  /** {@return the traffic that hosts measured} */
  TrafficGraph traffic(List<Pair> pairs) {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms.size());
    pairs.forEach(pair ->
        builder.add(vms.indexOf(pair.one()), vms.indexOf(pair.other()), pair.bytesPerSecond()));
    return builder.build();
  }

  /** {@return the traffic that the lab's file asks for, without headers and acknowledgements} */
  TrafficGraph nominal() {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms.size());
    for (GuestVm vm : guests) {
      for (Workload.Peer peer : vm.workload().peers()) {
        builder.add(
            vms.indexOf(vm.name()), vms.indexOf(peer.vm()), peer.rate().bitsPerSecond() / 8.0);
      }
    }
    return builder.build();
  }

  /** {@return the communication cost, eq. 1} */
  double cost(TrafficGraph traffic, int[] serverOf) {
    return costs().total(traffic, serverOf);
  }

  /** {@return what VMs of different racks exchange, bytes a second} */
  double betweenRacks(TrafficGraph traffic, int[] serverOf) {
    return costs().rates(traffic, serverOf)[layers.levels()];
  }

  /** {@return the least that any allocation costs} */
  double optimum(TrafficGraph traffic, int[] start) {
    PlacementProblem problem =
        new PlacementProblem(
            layers, LevelWeights.PAPER, traffic, Allocation.of(capacity, start), 1);
    return problem.cost(PlacementAlgorithms.named("exhaustive").place(problem));
  }

  /** {@return how many VMs could go somewhere with room, alone, and the cost would fall} */
  int betterMoves(TrafficGraph traffic, int[] serverOf) {
    double now = cost(traffic, serverOf);
    int better = 0;
    for (int vm = 0; vm < vms.size(); vm++) {
      boolean found = false;
      for (int host = 0; host < hosts.size(); host++) {
        Allocation moved = Allocation.of(capacity, serverOf);
        if (host != serverOf[vm] && moved.fits(vm, host)) {
          moved.move(vm, host);
          found |= cost(traffic, moved.serverOf()) < now;
        }
      }
      better += found ? 1 : 0;
    }
    return better;
  }

  /** {@return how many pairs of VMs could change places, and the cost would fall} */
  int betterExchanges(TrafficGraph traffic, int[] serverOf) {
    double now = cost(traffic, serverOf);
    int better = 0;
    for (int one = 0; one < vms.size(); one++) {
      for (int other = 0; other < one; other++) {
        Allocation swapped = Allocation.of(capacity, serverOf);
        if (serverOf[one] != serverOf[other] && swapped.fitSwapped(one, other)) {
          swapped.swap(one, other);
          better += cost(traffic, swapped.serverOf()) < now ? 1 : 0;
        }
      }
    }
    return better;
  }

  /** {@return how many hosts' VMs could all go to one other host, and the cost would fall} */
  int betterTogether(TrafficGraph traffic, int[] serverOf) {
    double now = cost(traffic, serverOf);
    int better = 0;
    for (int from = 0; from < hosts.size(); from++) {
      boolean found = false;
      for (int to = 0; to < hosts.size(); to++) {
        Allocation moved = Allocation.of(capacity, serverOf);
        found |= from != to && moveAll(moved, from, to) && cost(traffic, moved.serverOf()) < now;
      }
      better += found ? 1 : 0;
    }
    return better;
  }

  /** {@return whether there was room for all} */
  private static boolean moveAll(Allocation allocation, int from, int to) {
    for (int vm = 0; vm < allocation.vms(); vm++) {
      if (allocation.serverOf(vm) == from) {
        if (!allocation.fits(vm, to)) {
          return false;
        }
        allocation.move(vm, to);
      }
    }
    return true;
  }

  private CommunicationCost costs() {
    return new CommunicationCost(layers, LevelWeights.PAPER);
  }
}
