package dev.drover.xia.attach;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.attach.Message.Accepted;
import dev.drover.xia.attach.Message.LinkStateMessage;
import dev.drover.xia.attach.Message.Moved;
import dev.drover.xia.forward.Route;
import dev.drover.xia.forward.RouteTable;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.identity.Statement.Kind;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Node;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
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
 * is taken. Anyone can make up routers, so there are only so many. All on the ear's thread.
 */
final class Domains {
  private static final Logger LOG = System.getLogger(Domains.class.getName());
  private static final Duration GONE = Duration.ofMillis(3500);
  private static final Duration RENEWAL = Duration.ofSeconds(5);
  private static final Duration FORGOTTEN = Duration.ofSeconds(20);
  private static final int MOST_ROUTERS = 2048;
  private static final int MOST_ON_A_LINK = 32;

  /** Moves that are told on at a time; each is for {@link Gateway}'s ten tries. */
  private static final int MOST_TELLING = 256;

  private final Node node;
  private final Identity identity;
  private final Counter counter;
  private final Statement authority;
  private final Set<Xid> trusted;
  private final Ear ear;

  private final Map<Xid, Adjacent> adjacent = new LinkedHashMap<>();
  private final Topology topology = new Topology(MOST_ROUTERS);
  private final Map<Telling, Integer> telling = new HashMap<>();
  private Set<Xid> routed = new HashSet<>();
  private long toldNanos;

  /** A router at the other end of a link. */
  private record Adjacent(Xid domain, int port, LinkAddress address, long heardNanos) {}

  /** A move that the next router has not accepted yet. */
  private record Telling(Xid host, long counter) {}

  /**
   * @param trusted domains whose routers are believed; empty for any
   */
  Domains(
      Node node,
      Identity identity,
      Counter counter,
      Statement authority,
      Set<Xid> trusted,
      Ear ear) {
    this.node = node;
    this.identity = identity;
    this.counter = counter;
    this.authority = authority;
    this.trusted = Set.copyOf(trusted);
    this.ear = ear;
    this.toldNanos = node.nanoTime() - RENEWAL.toNanos();
  }

  void beacon(Statement statement, int port, LinkAddress from) {
    Beacon beacon = Beacon.decode(statement.body());
    Xid router = statement.signer().xid(XidType.HID);
    String who = router.brief();
    if (router.equals(node.hid())) {
      // Two of this router's links are one.
      return;
    }
    if (!beacon.address().equals(from)) {
      ear.refuse(Kind.BEACON, who, from, "it is of a gateway at " + beacon.address());
      return;
    }
    if (!isTrusted(beacon.domain())) {
      ear.refuse(Kind.BEACON, who, from, beacon.domain().brief() + " is not trusted");
      return;
    }
    Adjacent before = adjacent.get(router);
    boolean same =
        before != null
            && before.domain().equals(beacon.domain())
            && before.port() == port
            && before.address().equals(from);
    if (ear.heard(statement)) {
      return;
    }
    if (before == null && !hasRoom(port)) {
      ear.refuse(Kind.BEACON, who, from, "there are as many routers here as there may be");
      return;
    }
    if (!ear.accepts(statement, Kind.BEACON, from)) {
      return;
    }
    if (!same && !Beacon.authorizes(beacon.authority(), router)) {
      ear.refuse(Kind.BEACON, who, from, "no domain has authorized it");
      return;
    }
    adjacent.put(router, new Adjacent(beacon.domain(), port, from, node.nanoTime()));
    if (!same) {
      if (before != null && before.port() != port) {
        node.neighbours().remove(before.port(), router);
      }
      node.neighbours().put(port, router, from);
      node.tables().of(XidType.HID).put(router, Route.via(port, router, statement.counter()));
      tell();
      compute();
    }
  }

  private boolean isTrusted(Xid domain) {
    return trusted.isEmpty()
        || trusted.contains(domain)
        || domain.equals(authority.signer().xid(XidType.AD));
  }

  private boolean hasRoom(int port) {
    return adjacent.size() < LinkState.MOST
        && adjacent.values().stream().filter(each -> each.port() == port).count() < MOST_ON_A_LINK;
  }

  /** {@return whether that router was heard there} */
  boolean isAdjacent(Xid router, int port, LinkAddress address) {
    Adjacent known = adjacent.get(router);
    return known != null && known.port() == port && known.address().equals(address);
  }

  void linkState(Statement statement, int port, LinkAddress from) {
    Xid router = statement.signer().xid(XidType.HID);
    if (router.equals(node.hid())) {
      return;
    }
    LinkState state = LinkState.decode(statement.body());
    if (!isTrusted(state.domain())) {
      ear.refuse(Kind.LINK_STATE, router.brief(), from, state.domain().brief() + " is not trusted");
      return;
    }
    if (ear.heard(statement)) {
      return;
    }
    if (!topology.hasRoom(router)) {
      ear.refuse(
          Kind.LINK_STATE, router.brief(), from, "there are " + MOST_ROUTERS + " routers already");
      return;
    }
    if (!ear.accepts(statement, Kind.LINK_STATE, from)) {
      return;
    }
    Optional<Xid> before = topology.domain(router);
    if (!before.equals(Optional.of(state.domain()))
        && !Beacon.authorizes(state.authority(), router)) {
      ear.refuse(Kind.LINK_STATE, router.brief(), from, "no domain has authorized it");
      return;
    }
    long now = node.nanoTime();
    boolean changed = topology.learn(router, state.domain(), state.neighbours(), now);
    flood(statement, Optional.of(port));
    if (before.isEmpty()) {
      // Whoever is new knows nothing of the others.
      toldNanos = now - RENEWAL.toNanos();
    }
    if (changed) {
      compute();
    }
  }

  private void tell() {
    toldNanos = node.nanoTime();
    LinkState state = new LinkState(authority, List.copyOf(adjacent.keySet()));
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
    boolean lost =
        adjacent
            .entrySet()
            .removeIf(each -> {
              boolean gone = now - each.getValue().heardNanos() > GONE.toNanos();
              if (gone) {
                forget(each.getKey(), each.getValue().port());
              }
              return gone;
            });
    boolean forgotten = topology.forget(FORGOTTEN, now);
    if (lost || (!adjacent.isEmpty() && now - toldNanos > RENEWAL.toNanos())) {
      tell();
    }
    if (lost || forgotten) {
      compute();
    }
  }

  private void forget(Xid router, int port) {
    node.neighbours().remove(port, router);
    RouteTable hosts = node.tables().of(XidType.HID);
    hosts
        .get(router)
        .filter(route -> route.nextHop().equals(Optional.of(router)))
        .ifPresent(route -> hosts.remove(router, route));
  }

  private void compute() {
    Map<Xid, Xid> domains = new LinkedHashMap<>();
    adjacent.forEach((router, each) -> domains.put(router, each.domain()));
    Xid own = authority.signer().xid(XidType.AD);
    Set<Xid> now = new HashSet<>();
    topology
        .ways(node.hid(), domains)
        .forEach((domain, hop) -> {
          Adjacent over = adjacent.get(hop);
          if (over != null && !domain.equals(own)) {
            now.add(domain);
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
    if (telling.size() >= MOST_TELLING) {
      LOG.log(Level.WARNING, "{0} moves are being told on; that of {1} is not", MOST_TELLING, host);
      return;
    }
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

  void accepted(Accepted accepted, int port, LinkAddress from) {
    Telling what = new Telling(accepted.host(), accepted.counter());
    if (!telling.containsKey(what)) {
      return;
    }
    boolean router =
        adjacent.values().stream()
            .anyMatch(each -> each.port() == port && each.address().equals(from));
    if (!router) {
      ear.refuse(Kind.REGISTRATION, what.host().brief(), from, "no router is there to accept it");
      return;
    }
    telling.remove(what);
  }
}
