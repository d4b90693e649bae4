package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message.Action.Output;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.Instruction.ApplyActions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rules that an earlier run of the controller left on the switches. Where they make up a whole way
 * between two edges, they are taken over: the flow goes on as it is and its hosts are where its
 * rules lead. Rules that fit no way are removed once nothing has passed them for {@link #STILL}
 * periods.
 */
final class Adoption {
  static final int STILL = 2;

  /** So many rules of a switch are looked at: as many as there can be of all flows, each way. */
  static final int MOST = 2 * FlowTable.MOST;

  private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

  private record Place(Switch at, Match match, int priority) {}

  /** A rule that was found. */
  private static final class Found {
    final long cookie;
    final OptionalLong output;
    int still;
    boolean moving;
    private long bytes;
    private long bytesBefore;
    private boolean counted;

    Found(FlowStats stats) {
      this.cookie = stats.cookie();
      this.output = output(stats);
      this.bytes = stats.bytes();
      this.bytesBefore = bytes;
    }

    void count(FlowStats stats) {
      bytes = stats.bytes();
      counted = true;
    }

    /**
     * However often it was counted in a period: that is one in which it carried something or not.
     */
    void periodEnded() {
      if (counted) {
        counted = false;
        moving = bytes != bytesBefore;
        still = moving ? 0 : still + 1;
        bytesBefore = bytes;
      }
    }

    private static OptionalLong output(FlowStats stats) {
      return stats.instructions().size() == 1
              && stats.instructions().getFirst() instanceof ApplyActions apply
              && apply.actions().size() == 1
              && apply.actions().getFirst() instanceof Output to
          ? OptionalLong.of(to.port())
          : OptionalLong.empty();
    }
  }

  private final FlowTable table;
  private final Flows flows;
  private final Hosts hosts;
  private final Probes probes;
  private final Map<Place, Found> found = new LinkedHashMap<>();

  /** How many of them each switch has. */
  private final Map<Switch, Integer> counts = new HashMap<>();

  private boolean worthTrying;

  /** What {@link Hosts#changes} was when it was tried last. */
  private long hostsTried;

  Adoption(FlowTable table, Flows flows, Hosts hosts, Probes probes) {
    this.table = table;
    this.flows = flows;
    this.hosts = hosts;
    this.probes = probes;
  }

  /** {@return whether a switch has rules that nobody has taken over} */
  boolean isOpen(Switch at) {
    return counts.containsKey(at);
  }

  /** {@return how many of its rules nobody has taken over} */
  int count(Switch at) {
    return counts.getOrDefault(at, 0);
  }

  /** Takes a rule that a switch says it has. */
  void take(Switch at, FlowStats stats) {
    if (!Cookie.isOwn(stats.cookie())
        || Cookie.kind(stats.cookie()) == Cookie.BASE
        || Cookie.kind(stats.cookie()) == Cookie.OF_RUN) {
      return;
    }
    Place place = new Place(at, stats.match(), stats.priority());
    if (isKnown(at, stats)) {
      forget(place);
      return;
    }
    Found before = found.get(place);
    if (before == null || before.cookie != stats.cookie()) {
      if (before == null && count(at) >= MOST) {
        return;
      }
      if (found.put(place, new Found(stats)) == null) {
        counts.merge(at, 1, Integer::sum);
      }
      worthTrying = true;
    } else {
      before.count(stats);
    }
  }

  /** {@return whether it is of the path that a flow of this run has now} */
  private boolean isKnown(Switch at, FlowStats stats) {
    boolean back = Cookie.isBack(stats.cookie());
    int number = Cookie.number(stats.cookie());
    return table
        .numbered(number)
        .filter(flow -> flow.match(back).equals(stats.match()))
        .flatMap(Flow::path)
        .filter(path -> path.number == number && path.hop(at) >= 0)
        .isPresent();
  }

  void removed(Switch at, FlowRemoved gone) {
    forget(new Place(at, gone.match(), gone.priority()));
  }

  private void forget(Place place) {
    if (found.remove(place) != null) {
      counts.computeIfPresent(place.at(), (at, count) -> count == 1 ? null : count - 1);
    }
  }

  private void forget(Predicate<Place> which) {
    List.copyOf(found.keySet()).stream().filter(which).forEach(this::forget);
  }

  /** What is there is asked for anew when it comes back. */
  void left(Switch gone) {
    if (isOpen(gone)) {
      forget(place -> place.at() == gone);
    }
  }

  /** Links or edges have become known, or are gone. */
  void changed() {
    worthTrying = !found.isEmpty();
  }

  /** Takes over what fits together by now. */
  void tick(long nanos) {
    if (found.isEmpty() || (!worthTrying && hostsTried == hosts.changes())) {
      return;
    }
    worthTrying = false;
    hostsTried = hosts.changes();
    Map<Ends, List<Map<Switch, Rule>>> flowsFound = new LinkedHashMap<>();
    found.forEach((place, rule) ->
        Ends.of(place.match(), Cookie.isBack(rule.cookie))
            .filter(ends -> rule.output.isPresent())
            .ifPresent(ends ->
                flowsFound
                    .computeIfAbsent(
                        ends, e -> List.of(new LinkedHashMap<>(), new LinkedHashMap<>()))
                    .get(Cookie.isBack(rule.cookie) ? 1 : 0)
                    .put(place.at(), new Rule(rule.output.getAsLong()))));
    flowsFound.forEach((ends, rules) -> settle(ends, rules.get(0), rules.get(1), nanos));
    forget(this::isReplaced);
    for (Map.Entry<Place, Found> entry : List.copyOf(found.entrySet())) {
      if (isDead(entry.getKey(), entry.getValue())) {
        remove(entry.getKey(), entry.getValue());
        forget(entry.getKey());
      }
    }
  }

  /** {@return whether a rule sends out of a port that is down or not there: nothing passes it} */
  private static boolean isDead(Place place, Found rule) {
    return rule.output.isPresent()
        && place.at().port(rule.output.getAsLong()).filter(SwitchPort::isUp).isEmpty();
  }

  /** Takes a flow over, or gives it a way of its own, or asks for who is to be known for that. */
  private void settle(Ends ends, Map<Switch, Rule> there, Map<Switch, Rule> back, long nanos) {
    if (ends.find(table).isPresent()) {
      return;
    }
    // A port that faces a switch which died unheard looks like a host's: then there are two.
    if (Chain.ends(there).size() <= 1 && Chain.ends(back).size() <= 1) {
      adopt(ends, there, back, nanos);
    }
    if (isAstray(there, ends.destination()) || isAstray(back, ends.source())) {
      replace(ends, nanos);
    }
    probes.want(ends.source());
    probes.want(ends.destination());
  }

  /** {@return whether a rule leads where its destination is known not to be reached} */
  private boolean isAstray(Map<Switch, Rule> rules, int destination) {
    Host host = hosts.find(destination);
    return rules.entrySet().stream()
        .flatMap(entry -> entry.getKey().port(entry.getValue().output()).stream())
        .filter(port -> port.link().isEmpty())
        .anyMatch(port ->
            port.edge
                ? host != null && isElsewhere(host, port)
                : port.heardFrom().filter(from -> !from.isUp()).isPresent());
  }

  private static void remove(Place place, Found rule) {
    place.at().send(xid -> Rules.remove(xid, rule.cookie, place.priority(), place.match()));
  }

  private void adopt(Ends ends, Map<Switch, Rule> there, Map<Switch, Rule> back, long nanos) {
    for (Chain forward : Chain.all(there)) {
      Optional<SwitchPort> beginning = beginning(ends, forward, Chain.all(back));
      if (beginning.isPresent()) {
        adopt(ends, forward, beginning.get(), nanos);
        return;
      }
    }
    if (there.isEmpty()) {
      for (Chain backward : Chain.all(back)) {
        Host destination = hosts.find(ends.destination());
        if (destination != null && destination.place().owner == backward.way().first()) {
          Chain forward = new Chain(backward.way().reversed(), destination.place());
          adopt(ends, forward, backward.end(), nanos);
          return;
        }
      }
    }
  }

  /** {@return the port of the source, by the rules that lead back, or where it was seen} */
  private Optional<SwitchPort> beginning(Ends ends, Chain forward, List<Chain> back) {
    for (Chain backward : back) {
      if (backward.way().equals(forward.way().reversed())) {
        return Optional.of(backward.end());
      }
    }
    return Optional.ofNullable(hosts.find(ends.source()))
        .map(Host::place)
        .filter(place -> place.owner == forward.way().first() && back.isEmpty());
  }

  private void adopt(Ends ends, Chain chain, SwitchPort beginning, long nanos) {
    Optional<Host> source = hosts.at(ends.source(), beginning, nanos);
    Optional<Host> destination = hosts.at(ends.destination(), chain.end(), nanos);
    if (source.isEmpty() || destination.isEmpty()) {
      return;
    }
    if (isElsewhere(source.get(), beginning) || isElsewhere(destination.get(), chain.end())) {
      // It moved while no controller was there.
      replace(ends, nanos);
      return;
    }
    if (source.get().place() != beginning || destination.get().place() != chain.end()) {
      // Rules of different flows lead to different places: once it is heard, it is known which.
      return;
    }
    Flow flow = ends.flow(source.get(), destination.get());
    if (table.add(flow)) {
      // The same outputs again, under a number of this run: what passes is not disturbed.
      flows.install(flow, chain.way(), nanos);
    }
  }

  private static boolean isElsewhere(Host host, SwitchPort place) {
    return host.station.known && host.place() != place;
  }

  /**
   * Hosts are not where rules seemed to lead: a switch is there that had not joined, or was not
   * heard, when their flows were taken over. The rules stay, since something may pass them, and are
   * read again: with those of that switch they make up a whole way.
   */
  void undo(List<Flow> takenOver, long nanos) {
    Set<Switch> passed = new LinkedHashSet<>();
    for (Flow flow : takenOver) {
      flow.path().ifPresent(path -> passed.addAll(path.way.switches()));
      flows.forget(flow, nanos);
    }
    passed.forEach(Readings::flows);
  }

  /**
   * Gives a flow that has only remains of rules a way of its own, where both its ends are known.
   */
  private void replace(Ends ends, long nanos) {
    Host source = hosts.find(ends.source());
    Host destination = hosts.find(ends.destination());
    if (source != null && destination != null && ends.find(table).isEmpty()) {
      Flow flow = ends.flow(source, destination);
      if (table.add(flow) && !flows.route(flow, nanos)) {
        table.remove(flow);
      }
    }
  }

  /** {@return whether a rule of a flow of this run has taken the place of one that was found} */
  private boolean isReplaced(Place place) {
    return Ends.of(place.match(), false)
        .flatMap(ends -> ends.find(table))
        .or(() -> Ends.of(place.match(), true).flatMap(ends -> ends.find(table)))
        .filter(flow -> flow.priority() == place.priority())
        .flatMap(Flow::path)
        .filter(path -> path.hop(place.at()) >= 0)
        .isPresent();
  }

  /**
   * A period has passed. Removes what fits nothing and carried nothing; what something passed,
   * which may lead nowhere, gets a whole way.
   */
  void periodEnded(long nanos) {
    found.values().forEach(Found::periodEnded);
    for (Map.Entry<Place, Found> entry : List.copyOf(found.entrySet())) {
      if (entry.getValue().moving) {
        Ends.of(entry.getKey().match(), Cookie.isBack(entry.getValue().cookie))
            .ifPresent(ends -> replace(ends, nanos));
      }
    }
    forget(this::isReplaced);
    int tidied = 0;
    for (Map.Entry<Place, Found> entry : List.copyOf(found.entrySet())) {
      if (entry.getValue().still >= STILL) {
        remove(entry.getKey(), entry.getValue());
        forget(entry.getKey());
        tidied++;
      }
    }
    if (tidied > 0) {
      LOG.info(
          "{} rules of an earlier run that carried nothing and fit no way are removed", tidied);
    }
    worthTrying |= !found.isEmpty();
  }

  /** Where a rule sends frames. */
  record Rule(long output) {}
}
