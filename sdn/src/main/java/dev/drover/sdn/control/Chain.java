package dev.drover.sdn.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules of one direction that lead from switch to switch to a port where hosts are. */
record Chain(Way way, SwitchPort end) {
  /** {@return those that begin where no other rule leads, the longest first} */
  static List<Chain> all(Map<Switch, Adoption.Rule> rules) {
    List<Chain> chains = new ArrayList<>();
    for (Switch first : rules.keySet()) {
      boolean reached =
          rules.entrySet().stream()
              .flatMap(entry -> next(entry.getKey(), entry.getValue()).stream())
              .anyMatch(next -> next == first);
      if (!reached) {
        from(first, rules).ifPresent(chains::add);
      }
    }
    chains.sort((one, other) -> other.way().links().size() - one.way().links().size());
    return chains;
  }

  /** {@return the ports where rules say that their destination is; one at most if all is well} */
  static Set<SwitchPort> ends(Map<Switch, Adoption.Rule> rules) {
    Set<SwitchPort> ends = new HashSet<>();
    rules.forEach(
        (at, rule) -> at.port(rule.output()).filter(port -> port.edge).ifPresent(ends::add));
    return ends;
  }

  private static Optional<Link> link(Switch at, Adoption.Rule rule) {
    return at.port(rule.output()).flatMap(SwitchPort::link);
  }

  private static Optional<Switch> next(Switch at, Adoption.Rule rule) {
    return link(at, rule).map(link -> link.across(link.at(at)).owner);
  }

  private static Optional<Chain> from(Switch first, Map<Switch, Adoption.Rule> rules) {
    List<Switch> switches = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    Switch at = first;
    while (rules.containsKey(at) && !switches.contains(at)) {
      Adoption.Rule rule = rules.get(at);
      switches.add(at);
      Optional<Link> on = link(at, rule);
      if (on.isEmpty()) {
        return at.port(rule.output())
            .filter(port -> port.edge && !port.hadLldp)
            .map(port -> new Chain(new Way(switches, links), port));
      }
      links.add(on.get());
      at = on.get().across(on.get().at(at)).owner;
    }
    return Optional.empty();
  }
}
