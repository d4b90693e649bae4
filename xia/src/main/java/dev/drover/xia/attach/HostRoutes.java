package dev.drover.xia.attach;

import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.forward.Route;
import dev.drover.xia.forward.RouteTable;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The routes to hosts, each until it was not heard of for a while: to neighbours, which say again
 * and again that they are there, and over another router to those that are elsewhere. Anyone can
 * make up hosts, so there are only so many: of neighbours who is in and is heard stays and who
 * comes then is refused; of those elsewhere, which only routers and gateways tell of, the oldest
 * makes room. Only what is newer changes a route. All on the ear's thread.
 */
final class HostRoutes {
  /**
   * They say every 20 s that they are there: who was not heard for longer makes room for others.
   */
  static final Duration NEIGHBOURS = Duration.ofSeconds(70);

  /**
   * For how long a silent one that nobody needs the room of is where it was: a virtual machine that
   * is paused says nothing, and is there when it runs again.
   */
  static final Duration SILENT = Duration.ofHours(1);

  /** A machine has an address on its link for itself; one that moves may leave another behind. */
  static final int AT_ONE_ADDRESS = 16;

  private final Node node;
  private final LongSupplier nanoTime;
  private final int most;
  private final Duration silent;
  private final Duration elsewhere;
  private final RouteTable routes;

  /** Who was heard longest ago first. */
  private final Map<Xid, Near> near = new LinkedHashMap<>();

  private final Map<LinkAddress, Integer> atAddress = new HashMap<>();
  private final Map<Xid, Far> far = new LinkedHashMap<>();

  private record Near(Route route, LinkAddress address, long heardNanos) {}

  private record Far(Route route, long heardNanos) {}

  /**
   * @param most neighbours, and most hosts elsewhere
   * @param silent for how long a neighbour is kept that is not heard, if there is room
   * @param elsewhere for how long the way to a host that is no neighbour is kept
   */
  HostRoutes(Node node, LongSupplier nanoTime, int most, Duration silent, Duration elsewhere) {
    this.node = node;
    this.nanoTime = nanoTime;
    this.most = most;
    this.silent = silent;
    this.elsewhere = elsewhere;
    this.routes = node.tables().of(XidType.HID);
  }

  /**
   * {@return why what a host says of itself is to be refused, whoever says it; empty when it is to
   * be checked}
   */
  Optional<String> objection(Xid host, LinkAddress address, long sequence) {
    if (host.equals(node.hid())) {
      return Optional.of("it is this node's own");
    }
    if (isOlder(host, sequence)) {
      return Optional.of("it is not newer than what was heard before");
    }
    Near known = near.get(host);
    if (known == null && near.size() >= most && mute(_ -> true).isEmpty()) {
      return Optional.of("there are " + most + " hosts already");
    }
    if ((known == null || !known.address().equals(address))
        && atAddress.getOrDefault(address, 0) >= AT_ONE_ADDRESS
        && mute(each -> each.address().equals(address)).isEmpty()) {
      return Optional.of("there are " + AT_ONE_ADDRESS + " hosts under its address already");
    }
    return Optional.empty();
  }

  /** {@return who was not heard for so long that another may have its place} */
  private Optional<Xid> mute(Predicate<Near> fits) {
    long now = nanoTime.getAsLong();
    for (Map.Entry<Xid, Near> each : near.entrySet()) {
      if (now - each.getValue().heardNanos() <= NEIGHBOURS.toNanos()) {
        break;
      }
      if (fits.test(each.getValue())) {
        return Optional.of(each.getKey());
      }
    }
    return Optional.empty();
  }

  private boolean isOlder(Xid host, long sequence) {
    return routes.get(host).filter(route -> route.sequence() >= sequence).isPresent();
  }

  /** {@return whether this very thing was heard of a neighbour, from that address} */
  boolean isKnown(Xid host, int port, LinkAddress address, long sequence) {
    Near known = near.get(host);
    return known != null
        && known.route().port() == port
        && known.route().sequence() == sequence
        && known.address().equals(address);
  }

  /** {@return whether that is where a neighbour says that it is} */
  boolean isAt(Xid host, int port, LinkAddress address) {
    Near known = near.get(host);
    return known != null && known.route().port() == port && known.address().equals(address);
  }

  /** A neighbour has said the same again: it is still there. */
  void again(Xid host) {
    Near known = near.remove(host);
    if (known != null) {
      near.put(host, new Near(known.route(), known.address(), nanoTime.getAsLong()));
    }
  }

  /** Has a neighbour reached directly; it was proven that it said so, and nothing objected. */
  void near(Xid host, int port, LinkAddress address, long sequence) {
    Route route = Route.via(port, host, sequence);
    if (!routes.putIfNewer(host, route)) {
      return;
    }
    node.neighbours().put(port, host, address);
    far.remove(host);
    Near before = near.remove(host);
    if (before != null) {
      leave(before, host, before.route().port() != port);
    }
    if (atAddress.getOrDefault(address, 0) >= AT_ONE_ADDRESS) {
      mute(each -> each.address().equals(address)).ifPresent(this::remove);
    } else if (near.size() >= most) {
      mute(_ -> true).ifPresent(this::remove);
    }
    near.put(host, new Near(route, address, nanoTime.getAsLong()));
    atAddress.merge(address, 1, Integer::sum);
  }

  /** Has a host reached over a router or a neighbour; {@return whether that is newer} */
  boolean far(Xid host, Route route) {
    if (!routes.putIfNewer(host, route)) {
      return false;
    }
    Near before = near.remove(host);
    if (before != null) {
      leave(before, host, true);
    }
    far.remove(host);
    far.put(host, new Far(route, nanoTime.getAsLong()));
    if (far.size() > most) {
      Map.Entry<Xid, Far> eldest = far.entrySet().iterator().next();
      far.remove(eldest.getKey());
      routes.remove(eldest.getKey(), eldest.getValue().route());
    }
    return true;
  }

  /** Forgets the way to a neighbour, and all ways over it. */
  void remove(Xid host) {
    Near known = near.remove(host);
    if (known != null) {
      routes.remove(host, known.route());
      leave(known, host, true);
    }
    for (Iterator<Map.Entry<Xid, Far>> each = far.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<Xid, Far> way = each.next();
      if (way.getKey().equals(host) || way.getValue().route().nextHop().equals(Optional.of(host))) {
        each.remove();
        routes.remove(way.getKey(), way.getValue().route());
      }
    }
  }

  private void leave(Near what, Xid host, boolean link) {
    atAddress.computeIfPresent(what.address(), (_, count) -> count == 1 ? null : count - 1);
    if (link) {
      node.neighbours().remove(what.route().port(), host);
    }
  }

  /** Forgets all that is reached by a link: this node hangs elsewhere now. */
  void removeAll(int port) {
    near.entrySet().stream()
        .filter(each -> each.getValue().route().port() == port)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::remove);
    far.entrySet()
        .removeIf(each -> {
          boolean there = each.getValue().route().port() == port;
          if (there) {
            routes.remove(each.getKey(), each.getValue().route());
          }
          return there;
        });
  }

  /** Forgets what was not heard of for too long. */
  void tidy() {
    long now = nanoTime.getAsLong();
    while (!near.isEmpty()) {
      Map.Entry<Xid, Near> eldest = near.entrySet().iterator().next();
      if (now - eldest.getValue().heardNanos() <= silent.toNanos()) {
        break;
      }
      remove(eldest.getKey());
    }
    while (!far.isEmpty()) {
      Map.Entry<Xid, Far> eldest = far.entrySet().iterator().next();
      if (now - eldest.getValue().heardNanos() <= elsewhere.toNanos()) {
        break;
      }
      far.remove(eldest.getKey());
      routes.remove(eldest.getKey(), eldest.getValue().route());
    }
  }
}
