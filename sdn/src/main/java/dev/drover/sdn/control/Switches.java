package dev.drover.sdn.control;

import dev.drover.model.unit.BitRate;
import dev.drover.sdn.control.ControllerSettings.NamedSwitch;
import dev.drover.sdn.control.ControllerSettings.RatedLink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All switches that have joined, in the order of the configuration and then of their ids. */
final class Switches {
  /** The capacity of a link of which nobody says one. */
  static final BitRate UNKNOWN_RATE = BitRate.ofMegabitsPerSecond(10_000);

  /** From so many on, those that have left are forgotten. The server lets as many in. */
  static final int MOST = 8192;

  private final List<NamedSwitch> named;
  private final List<RatedLink> rated;
  private final Map<Long, Switch> byId = new HashMap<>();
  private final List<Switch> ordered = new ArrayList<>();

  Switches(ControllerSettings settings) {
    this.named = settings.switches();
    this.rated = settings.links();
  }

  /** {@return the switch; a new one when it was never seen} */
  Switch known(long datapathId) {
    Switch known = byId.get(datapathId);
    if (known == null) {
      known = new Switch(datapathId, name(datapathId));
      byId.put(datapathId, known);
      ordered.add(known);
      ordered.sort(order());
    }
    return known;
  }

  /** {@return whether one more would be more than are kept, if some can be forgotten} */
  boolean isFull() {
    return ordered.size() >= MOST;
  }

  /** Forgets those that have left, but for {@code used}. */
  void forgetLeft(Set<Switch> used) {
    ordered.removeIf(each -> !each.isConnected() && !used.contains(each));
    byId.values().retainAll(new HashSet<>(ordered));
  }

  private String name(long datapathId) {
    TreeSet<String> used = new TreeSet<>(named.stream().map(NamedSwitch::name).toList());
    return named.stream()
        .filter(each -> each.datapathId() == datapathId)
        .map(NamedSwitch::name)
        .findFirst()
        .orElseGet(() -> {
          String hex = Long.toHexString(datapathId);
          return used.contains(hex) ? "0x" + hex : hex;
        });
  }

  Comparator<Switch> order() {
    return Comparator.<Switch>comparingInt(each -> rank(each.datapathId))
        .thenComparing((one, other) -> Long.compareUnsigned(one.datapathId, other.datapathId));
  }

  private int rank(long datapathId) {
    int rank = 0;
    while (rank < named.size() && named.get(rank).datapathId() != datapathId) {
      rank++;
    }
    return rank;
  }

  /** {@return them in their order} */
  Collection<Switch> all() {
    return ordered;
  }

  Optional<Switch> find(long datapathId) {
    return Optional.ofNullable(byId.get(datapathId));
  }

  Optional<SwitchPort> port(long datapathId, long number) {
    return find(datapathId).flatMap(owner -> owner.port(number));
  }

  /** {@return the capacity that the configuration gives links between the two} */
  Optional<BitRate> rate(Switch one, Switch other) {
    return rated.stream()
        .filter(link ->
            (link.left().equals(one.name) && link.right().equals(other.name))
                || (link.left().equals(other.name) && link.right().equals(one.name)))
        .map(RatedLink::rate)
        .findFirst();
  }
}
