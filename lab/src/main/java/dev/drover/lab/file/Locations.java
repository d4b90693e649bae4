package dev.drover.lab.file;

import dev.drover.lab.file.LabFile.Host;
import dev.drover.lab.file.LabFile.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each host with an agent stands in the tree of switches, outermost first, such as pod and
 * rack: what a packet between two hosts costs is how far up it has to go (S-CORE, section II).
 *
 * <p>The root is what is least far from the hosts' switches: one switch, or several where links are
 * redundant, such as all spines. The rest falls apart into subtrees without it, these into smaller
 * ones without their tops, and so on down to the host's own switch, its rack. A subtree is called
 * by the first of its tops in the file's order. What all hosts have in common is left out.
 */
public final class Locations {
  private final List<String> order;
  private final Map<String, Set<String>> neighbours = new LinkedHashMap<>();
  private final Map<String, Integer> depths = new LinkedHashMap<>();
  private final Map<String, List<String>> paths = new LinkedHashMap<>();

  public Locations(LabFile file) {
    this.order = file.switches();
    order.forEach(name -> neighbours.put(name, new LinkedHashSet<>()));
    for (Link link : file.linksOfSwitches()) {
      neighbours(link.left()).add(link.right());
      neighbours(link.right()).add(link.left());
    }
    Map<String, String> racks = new LinkedHashMap<>();
    for (Host host : file.hostsWithAgents()) {
      Link link = file.linkOf(host.name());
      racks.put(host.name(), link.left().equals(host.name()) ? link.right() : link.left());
    }
    if (racks.isEmpty()) {
      return;
    }
    depths.putAll(hopsFrom(roots(racks.values())));
    racks.forEach((host, rack) -> paths.put(host, path(rack)));
    while (paths.values().stream().allMatch(path -> path.size() > 1)
        && paths.values().stream().map(List::getFirst).distinct().count() == 1) {
      paths.replaceAll((host, path) -> path.subList(1, path.size()));
    }
  }

  /** {@return where a host with an agent stands, outermost first; at least its own switch} */
  public List<String> of(String host) {
    List<String> path = paths.get(host);
    if (path == null) {
      throw new IllegalArgumentException("'" + host + "' is no host with an agent");
    }
    return path;
  }

  /** {@return the switches from which the farthest rack is nearest} */
  private Set<String> roots(Iterable<String> racks) {
    Map<String, Integer> farthest = new LinkedHashMap<>();
    for (String rack : racks) {
      hopsFrom(Set.of(rack)).forEach((name, hops) -> farthest.merge(name, hops, Math::max));
    }
    int least = farthest.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    Set<String> roots = new LinkedHashSet<>(order);
    roots.removeIf(name -> !Integer.valueOf(least).equals(farthest.get(name)));
    return roots;
  }

  private Map<String, Integer> hopsFrom(Set<String> starts) {
    Map<String, Integer> hops = new LinkedHashMap<>();
    Deque<String> next = new ArrayDeque<>(starts);
    starts.forEach(start -> hops.put(start, 0));
    while (!next.isEmpty()) {
      String here = next.remove();
      for (String there : neighbours(here)) {
        if (hops.putIfAbsent(there, depth(hops, here) + 1) == null) {
          next.add(there);
        }
      }
    }
    return hops;
  }

  private List<String> path(String rack) {
    List<String> path = new ArrayList<>();
    for (int depth = 0; depth < depth(depths, rack); depth++) {
      path.add(top(rack, depth));
    }
    path.add(rack);
    return path;
  }

  /** {@return the first top of the subtree in which a rack is when all above {@code depth} goes} */
  private String top(String rack, int depth) {
    Set<String> subtree = new LinkedHashSet<>(Set.of(rack));
    Deque<String> next = new ArrayDeque<>(subtree);
    while (!next.isEmpty()) {
      String here = next.remove();
      for (String there : neighbours(here)) {
        // Roots that are joined to each other are the tops of two halves.
        boolean across = depth(depths, here) == 0 && depth(depths, there) == 0;
        if (depth(depths, there) >= depth && !across && subtree.add(there)) {
          next.add(there);
        }
      }
    }
    return order.stream()
        .filter(subtree::contains)
        .filter(name -> depth(depths, name) == depth)
        .findFirst()
        .orElse(rack);
  }

  private Set<String> neighbours(String name) {
    return neighbours.getOrDefault(name, Set.of());
  }

  private static int depth(Map<String, Integer> depths, String name) {
    return depths.getOrDefault(name, 0);
  }
}
