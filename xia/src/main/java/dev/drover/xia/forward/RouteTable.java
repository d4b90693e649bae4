package dev.drover.xia.forward;

import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The routes for identifiers of one type: each matches exactly, and one may be for all others
 * (notes 2.1). A table that is switched off has none: packets fall back. Safe for use by many
 * threads.
 */
public final class RouteTable {
  private final int type;
  private final XidTable<Route> routes = new XidTable<>();
  private volatile @Nullable Route others;
  private volatile boolean enabled = true;

  RouteTable(int type) {
    this.type = type;
  }

  public int type() {
    return type;
  }

  /** {@return the route for the identifier at {@code at}, or null: try the next edge} */
  @Nullable Route find(ByteBuffer bytes, int at) {
    if (!enabled) {
      return null;
    }
    Route found = routes.find(bytes, at);
    return found == null ? others : found;
  }

  /** {@return whether what {@link #find} gave is the way of all others} */
  boolean isForOthers(Route found) {
    return found.equals(others);
  }

  /** {@return the route of this very identifier} */
  public Optional<Route> get(Xid xid) {
    return Optional.ofNullable(routes.find(xid));
  }

  public synchronized void put(Xid xid, Route route) {
    routes.put(xid, route);
  }

  /**
   * {@return whether there was none with a sequence as high or higher, and what it is for is not
   * here; {@code route} is it now}
   */
  public synchronized boolean putIfNewer(Xid xid, Route route) {
    Route before = routes.find(xid);
    if (before != null && (before.port() == Route.HERE || before.sequence() >= route.sequence())) {
      return false;
    }
    routes.put(xid, route);
    return true;
  }

  public synchronized Optional<Route> remove(Xid xid) {
    return Optional.ofNullable(routes.remove(xid));
  }

  /** Removes a route, unless there is another one by now. */
  public synchronized void remove(Xid xid, Route route) {
    if (route.equals(routes.find(xid))) {
      routes.remove(xid);
    }
  }

  /** Has identifiers without a route of their own go this way; empty for none. */
  public void others(Optional<Route> route) {
    others = route.orElse(null);
  }

  public Optional<Route> others() {
    return Optional.ofNullable(others);
  }

  public void enabled(boolean on) {
    enabled = on;
  }

  public boolean enabled() {
    return enabled;
  }

  public int size() {
    return routes.size();
  }

  /** {@return a copy, by the identifiers' text} */
  public Map<String, Route> list() {
    Map<String, Route> all = new TreeMap<>();
    routes.forEach(type, (xid, route) -> all.put(xid.toString(), route));
    return all;
  }
}
