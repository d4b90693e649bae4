package dev.drover.control.placement;

import dev.drover.agent.api.PlacementReport.TokenState;
import dev.drover.decide.communication.CommunicationCost;
import dev.drover.decide.communication.Layers;
import dev.drover.decide.communication.LevelWeights;
import dev.drover.decide.communication.TrafficGraph;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where all VMs are, and what they exchange, at one moment. Hosts and VMs are numbered as the lists
 * are.
 *
 * @param hosts those that answered
 * @param vms those whose host answered, in the order of their addresses
 * @param pairs of VMs that exchange anything, the most first
 * @param unreachable why others did not answer, by host
 */
public record Scene(
    List<Host> hosts, List<PlacedVm> vms, List<Pair> pairs, SortedMap<String, String> unreachable) {
  public Scene {
    hosts = List.copyOf(hosts);
    vms = List.copyOf(vms);
    pairs = List.copyOf(pairs);
    unreachable = new TreeMap<>(unreachable);
  }

  /**
   * A host.
   *
   * @param location outermost first
   * @param weights by which it decides
   * @param slots VMs at most, if that is limited
   * @param window over which it averages traffic
   * @param memory for VMs
   */
  public record Host(
      String name,
      List<String> location,
      List<Double> weights,
      Optional<Integer> slots,
      Duration window,
      Bytes memory,
      TokenState token) {
    public Host {
      location = List.copyOf(location);
      weights = List.copyOf(weights);
    }
  }

  /**
   * A VM.
   *
   * @param address its number, as S-CORE has it
   * @param host the place of its host
   */
  public record PlacedVm(String name, String address, int host, Bytes memory) {}

  /**
   * Two VMs, by their places.
   *
   * @param bytesPerSecond both directions together
   * @param measured over how long that is a mean
   */
  public record Pair(int one, int other, double bytesPerSecond, Duration measured) {}

  /** {@return how high up each two hosts meet} */
  public Layers layers() {
    return Layers.of(hosts.stream().map(Host::location).toList());
  }

  /** {@return the link weights that the hosts decide by} */
  public LevelWeights weights() {
    return new LevelWeights(hosts.getFirst().weights());
  }

  /** {@return the traffic, for the deciders} */
  public TrafficGraph traffic() {
    TrafficGraph.Builder builder = new TrafficGraph.Builder(vms.size());
    pairs.forEach(pair -> builder.add(pair.one(), pair.other(), pair.bytesPerSecond()));
    return builder.build();
  }

  /** {@return each VM's host} */
  public int[] serverOf() {
    return vms.stream().mapToInt(PlacedVm::host).toArray();
  }

  /** {@return the communication cost, eq. 1 of S-CORE, in bytes a second times weight} */
  public double cost() {
    return measure().total(traffic(), serverOf());
  }

  /** {@return bytes a second that are exchanged at each level, 0 first} */
  public List<Double> rates() {
    double[] rates = measure().rates(traffic(), serverOf());
    return java.util.Arrays.stream(rates).boxed().toList();
  }

  /**
   * {@return for how long the traffic of some pair will not have been measured over a whole window
   * yet: until then the cost seems to be lower than it is} Zero when it has been.
   */
  public Duration unmeasuredFor() {
    Duration window =
        hosts.stream().map(Host::window).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return pairs.stream()
        .map(pair -> window.minus(pair.measured()))
        .filter(Duration::isPositive)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private CommunicationCost measure() {
    return new CommunicationCost(layers(), weights());
  }
}
