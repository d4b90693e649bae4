package dev.drover.control.placement;

import dev.drover.agent.api.HostStatus;
import dev.drover.agent.api.PairRate;
import dev.drover.agent.api.PlacementReport;
import dev.drover.control.inventory.Agents;
import dev.drover.control.inventory.ControlException;
import dev.drover.control.inventory.TaskGroup;
import dev.drover.control.inventory.TaskGroup.Answer;
import dev.drover.control.observe.Ownership;
import dev.drover.control.placement.Scene.Host;
import dev.drover.control.placement.Scene.Pair;
import dev.drover.control.placement.Scene.PlacedVm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Asks all hosts at once where VMs are and what they exchange. */
public final class SceneObserver {
  private final Agents agents;
  private final PlacementAgents placement;

  public SceneObserver(Agents agents, PlacementAgents placement) {
    this.agents = agents;
    this.placement = placement;
  }

  /** What one host says. */
  private record Said(HostStatus status, PlacementReport report, List<PairRate> traffic) {}

  /**
   * {@return what is there now}
   *
   * @throws ControlException when no host answers
   */
  public Scene observe() {
    NavigableMap<String, Said> said = new TreeMap<>();
    NavigableMap<String, String> unreachable = new TreeMap<>();
    TaskGroup.ask(placement.hosts(), this::ask)
        .forEach((host, answer) -> {
          switch (answer) {
            case Answer.Told<Said>(Said told) -> said.put(host, told);
            case Answer.Refused<Said>(var why) ->
                unreachable.put(host, String.valueOf(why.getMessage()));
          }
        });
    if (said.isEmpty()) {
      throw new ControlException(
          "no host tells of the placement of its VMs: "
              + unreachable.firstEntry().getValue()
              + "; write 'placement' into the agents' configurations, or in a lab into its file");
    }
    List<String> order = placement.hosts().stream().filter(said::containsKey).toList();
    List<Host> hosts = new ArrayList<>();
    for (String name : order) {
      Said host = of(said, name);
      hosts.add(
          new Host(
              name,
              host.report.location(),
              host.report.weights(),
              host.report.slots(),
              Duration.ofMillis(host.report.windowMs()),
              host.status.memory(),
              host.report.token()));
    }
    List<PlacedVm> vms = vms(said, order);
    return new Scene(hosts, vms, pairs(said, vms), unreachable);
  }

  private Said ask(String host) {
    return new Said(
        agents.agent(host).status(),
        placement.agent(host).placement(),
        placement.agent(host).traffic());
  }

  private static Said of(Map<String, Said> said, String host) {
    Said one = said.get(host);
    if (one == null) {
      throw new IllegalStateException("nothing was said by " + host);
    }
    return one;
  }

  private static List<PlacedVm> vms(Map<String, Said> said, List<String> order) {
    List<PlacedVm> vms = new ArrayList<>();
    Ownership.places(said.values().stream().map(Said::status).toList())
        .forEach((name, place) ->
            vms.add(
                new PlacedVm(
                    name,
                    place.status().spec().address(),
                    order.indexOf(place.host()),
                    place.status().spec().memory())));
    vms.sort(Comparator.comparingLong(vm -> number(vm.address())));
    return vms;
  }

  private static long number(String address) {
    long number = 0;
    for (String part : address.split("\\.", -1)) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  /**
   * Both hosts see a pair. The one counts that has seen it longer: where a VM has just come to, its
   * traffic seems to be less than it is. Where they have seen it as long the mean is taken.
   */
  private static List<Pair> pairs(Map<String, Said> said, List<PlacedVm> vms) {
    Map<String, Integer> places = new TreeMap<>();
    for (int i = 0; i < vms.size(); i++) {
      places.put(vms.get(i).address(), i);
    }
    Map<List<Integer>, List<PairRate>> seen = new LinkedHashMap<>();
    for (Said host : said.values()) {
      for (PairRate rate : host.traffic) {
        Integer vm = places.get(rate.vm());
        Integer peer = places.get(rate.peer());
        if (vm != null && peer != null && !vm.equals(peer) && rate.bytesPerSecond() > 0) {
          List<Integer> pair = List.of(Math.min(vm, peer), Math.max(vm, peer));
          seen.computeIfAbsent(pair, _ -> new ArrayList<>()).add(rate);
        }
      }
    }
    List<Pair> pairs = new ArrayList<>();
    seen.forEach((pair, rates) -> pairs.add(pair(pair.getFirst(), pair.getLast(), rates)));
    pairs.sort(Comparator.comparingDouble(Pair::bytesPerSecond).reversed());
    return pairs;
  }

  static Pair pair(int one, int other, List<PairRate> rates) {
    long longest = rates.stream().mapToLong(PairRate::measuredMs).max().orElseThrow();
    double mean =
        rates.stream()
            .filter(rate -> rate.measuredMs() == longest)
            .mapToDouble(PairRate::bytesPerSecond)
            .average()
            .orElseThrow();
    return new Pair(one, other, mean, Duration.ofMillis(longest));
  }
}
