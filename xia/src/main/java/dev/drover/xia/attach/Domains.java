package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.attach.LinkState.Neighbour;
import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.LinkStateMessage;
import dev.drover.xia.attach.Message.Moved;
import dev.drover.xia.forward.Route;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Node;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ways to other domains. A router that hears another one's beacon has it for a neighbour; each
 * says signed which neighbours it has, what is new is told on, and the way with the fewest routers
 * is taken. A link counts when both its ends say so. All on the ear's thread.
 */
final class Domains {
  private static final Duration GONE = Duration.ofMillis(3500);
  private static final Duration RENEWAL = Duration.ofSeconds(5);
  private static final Duration FORGOTTEN = Duration.ofSeconds(20);

  private final Node node;
  private final Identity identity;
  private final Counter counter;
  private final Statement authority;
  private final Ear ear;

  private final Map<Xid, Adjacent> adjacent = new LinkedHashMap<>();
  private final Map<Xid, Known> known = new HashMap<>();
  private final Map<Telling, Integer> telling = new HashMap<>();
  private Set<Xid> routed = new HashSet<>();
  private long toldNanos;

  /** A router at the other end of a link. */
  private record Adjacent(Xid domain, int port, LinkAddress address, long heardNanos) {}

  /** What a router has said of its links. */
  private record Known(LinkState state, long heardNanos) {}

  /** A move that the next router has not accepted yet. */
  private record Telling(Xid host, long counter) {}

  Domains(Node node, Identity identity, Counter counter, Statement authority, Ear ear) {
    this.node = node;
    this.identity = identity;
    this.counter = counter;
    this.authority = authority;
    this.ear = ear;
    this.toldNanos = node.nanoTime() - RENEWAL.toNanos();
  }

  void beacon(Statement statement, int port, LinkAddress from) {
    Beacon beacon = Beacon.decode(statement.body());
    Xid router = statement.signer().xid(XidType.HID);
    String who = router.brief();
    if (!beacon.address().equals(from)) {
      ear.refuse(Kind.BEACON, who, from, "it is of a gateway at " + beacon.address());
      return;
    }
    Adjacent before = adjacent.get(router);
    boolean same =
        before != null
            && before.domain().equals(beacon.domain())
            && before.port() == port
            && before.address().equals(from);
    if (ear.heard(statement) || !ear.accepts(statement, Kind.BEACON, from)) {
      return;
    }
    if (!same && !Beacon.authorizes(beacon.authority(), router)) {
      ear.refuse(Kind.BEACON, who, from, "no domain has authorized it");
      return;
    }
    adjacent.put(router, new Adjacent(beacon.domain(), port, from, node.nanoTime()));
    if (!same) {
      node.neighbours().put(port, router, from);
      node.tables().of(XidType.HID).put(router, Route.via(port, router, statement.counter()));
      tell();
      compute();
    }
  }

  void linkState(Statement statement, int port, LinkAddress from) {
    Xid router = statement.signer().xid(XidType.HID);
    if (router.equals(node.hid())) {
      return;
    }
    LinkState state = LinkState.decode(statement.body());
    Known before = known.get(router);
    if (ear.heard(statement) || !ear.accepts(statement, Kind.LINK_STATE, from)) {
      return;
    }
    boolean sameAuthority = before != null && before.state().domain().equals(state.domain());
    if (!sameAuthority && !Beacon.authorizes(state.authority(), router)) {
      ear.refuse(Kind.LINK_STATE, router.brief(), from, "no domain has authorized it");
      return;
    }
    known.put(router, new Known(state, node.nanoTime()));
    flood(statement, Optional.of(port));
    if (before == null) {
      // Whoever is new knows nothing of the others.
      toldNanos = node.nanoTime() - RENEWAL.toNanos();
    }
    if (before == null || !before.state().neighbours().equals(state.neighbours())) {
      compute();
    }
  }

  private void tell() {
    toldNanos = node.nanoTime();
    List<Neighbour> neighbours = new ArrayList<>();
    adjacent.forEach((router, each) -> neighbours.add(new Neighbour(each.domain(), router)));
    LinkState state = new LinkState(authority, neighbours);
    flood(
        Statement.sign(identity, Kind.LINK_STATE, counter.next(), state.encode()),
        Optional.empty());
  }

  private void flood(Statement statement, Optional<Integer> except) {
    adjacent.values().stream()
        .map(Adjacent::port)
        .distinct()
        .filter(port -> !except.equals(Optional.of(port)))
        .forEach(port ->
            node.broadcast(
                new LinkStateMessage(statement).packet(Message.ROUTING, node.hid()), port));
  }

  /** What was not heard for a while is no more; what was said is said again from time to time. */
  void tidy() {
    long now = node.nanoTime();
    boolean lost = adjacent.values().removeIf(each -> now - each.heardNanos() > GONE.toNanos());
    boolean forgotten =
        known.values().removeIf(each -> now - each.heardNanos() > FORGOTTEN.toNanos());
    if (lost || (!adjacent.isEmpty() && now - toldNanos > RENEWAL.toNanos())) {
      tell();
    }
    if (lost || forgotten) {
      compute();
    }
  }

  /** Breadth first from here: every link costs the same. */
  private void compute() {
    Map<Xid, Xid> firstHop = new LinkedHashMap<>();
    Map<Xid, Xid> domainOf = new HashMap<>();
    Deque<Xid> next = new ArrayDeque<>();
    adjacent.forEach((router, each) -> {
      firstHop.put(router, router);
      domainOf.put(router, each.domain());
      next.add(router);
    });
    while (!next.isEmpty()) {
      Xid router = next.remove();
      for (Neighbour each : neighbours(router)) {
        boolean mutual =
            neighbours(each.router()).stream().anyMatch(back -> back.router().equals(router));
        if (mutual && !each.router().equals(node.hid()) && !firstHop.containsKey(each.router())) {
          firstHop.put(each.router(), firstHop.get(router));
          domainOf.put(each.router(), each.domain());
          next.add(each.router());
        }
      }
    }
    install(firstHop, domainOf);
  }

  private List<Neighbour> neighbours(Xid router) {
    Known said = known.get(router);
    return said == null ? List.of() : said.state().neighbours();
  }

  private void install(Map<Xid, Xid> firstHop, Map<Xid, Xid> domainOf) {
    Set<Xid> now = new HashSet<>();
    Xid own = authority.signer().xid(XidType.AD);
    firstHop.forEach((router, hop) -> {
      Xid domain = domainOf.get(router);
      Adjacent over = adjacent.get(hop);
      if (domain != null && over != null && !domain.equals(own) && now.add(domain)) {
        node.tables().of(XidType.AD).put(domain, Route.via(over.port(), hop, 0));
      }
    });
    routed.stream()
        .filter(domain -> !now.contains(domain))
        .forEach(node.tables().of(XidType.AD)::remove);
    routed = now;
  }

  /** Tells the next router towards {@code before} where a host has gone, until it has accepted. */
  void tellOfMove(Statement registration, Xid before, Duration retry, int tries) {
    Xid host = registration.signer().xid(XidType.HID);
    Telling what = new Telling(host, registration.counter());
    telling.put(what, tries);
    tellAgain(what, registration, before, retry);
  }

  private void tellAgain(Telling what, Statement registration, Xid before, Duration retry) {
    Integer left = telling.get(what);
    if (left == null) {
      return;
    }
    if (left == 0) {
      telling.remove(what);
      return;
    }
    telling.put(what, left - 1);
    node.tables()
        .of(XidType.AD)
        .get(before)
        .filter(Route::leaves)
        .ifPresent(route -> {
          Xid hop = route.nextHop().orElseThrow();
          node.neighbours()
              .address(route.port(), hop)
              .ifPresent(address ->
                  node.sendOn(
                      new Moved(registration, node.hid())
                          .packet(Dag.chain(hop, Xid.ROUTING), node.hid()),
                      route.port(),
                      address));
        });
    node.after(
        retry.toNanos(),
        () -> ear.run(() -> tellAgain(what, registration, before, retry.multipliedBy(2))));
  }

  void accepted(Accepted accepted) {
    telling.remove(new Telling(accepted.host(), accepted.counter()));
  }
}
