package dev.drover.sdn.connection;

import dev.drover.sdn.control.SwitchEvents;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All connections, who they are, and what is still to be done about them. Under the lock. */
final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

  private final SwitchEvents events;
  private final Limits limits;
  private final StrangerLog strangers = new StrangerLog(LOG);

  /** Those that have not joined, the oldest first. */
  private final Set<Connection> halfOpen = new LinkedHashSet<>();

  private final Map<Long, Connection> switches = new HashMap<>();
  private final Queue<Connection> touched = new ArrayDeque<>();
  private final Queue<Connection> ending = new ArrayDeque<>();
  private long watchedNanos;

  Peers(SwitchEvents events, Limits limits, long nanos) {
    this.events = events;
    this.limits = limits;
    this.watchedNanos = nanos;
  }

  Limits limits() {
    return limits;
  }

  /** Lets a new connection in; the one that has been at the door longest makes room for it. */
  void add(Connection connection) {
    if (halfOpen.size() >= limits.halfOpen()) {
      halfOpen.iterator().next().end("too many others came before it said who it is", true);
    }
    halfOpen.add(connection);
  }

  /**
   * Makes a connection the one of its datapath.
   *
   * @return false when there are too many switches; then it ends
   */
  boolean admit(Connection connection, long nanos) {
    Connection earlier = switches.get(connection.datapathId());
    if (earlier == null && switches.size() >= limits.switches()) {
      connection.end("there are " + limits.switches() + " switches already", true);
      return false;
    }
    if (earlier != null) {
      earlier.end("it came again from " + connection.address(), false);
      leave(earlier, nanos);
    }
    halfOpen.remove(connection);
    switches.put(connection.datapathId(), connection);
    return true;
  }

  void touched(Connection connection) {
    touched.add(connection);
  }

  void ends(Connection connection) {
    ending.add(connection);
  }

  /** Looks for silent peers. Who was not asked because nobody looked was not silent. */
  void watch(long nanos) {
    long stood = nanos - watchedNanos;
    if (stood > limits.echoAfter().toNanos()) {
      halfOpen.forEach(connection -> connection.forgive(stood, nanos));
      switches.values().forEach(connection -> connection.forgive(stood, nanos));
    }
    watchedNanos = nanos;
    halfOpen.forEach(connection -> connection.watch(nanos));
    switches.values().forEach(connection -> connection.watch(nanos));
    strangers.tick(nanos);
  }

  /** Closes what ends and writes what waits, until neither leads to more. */
  void settle(long nanos) {
    while (true) {
      Connection connection;
      if ((connection = ending.poll()) != null) {
        carryOut(connection, nanos);
      } else if ((connection = touched.poll()) != null) {
        connection.flush();
      } else {
        return;
      }
    }
  }

  private void carryOut(Connection connection, long nanos) {
    halfOpen.remove(connection);
    leave(connection, nanos);
    connection.close();
  }

  /** Tells that a switch has left, once. */
  private void leave(Connection connection, long nanos) {
    Connection.Fate fate = connection.fate();
    if (fate == null) {
      throw new IllegalStateException(connection + " leaves without a reason");
    }
    if (switches.remove(connection.datapathId(), connection)) {
      if (fate.isFault()) {
        LOG.warn("{} was cut off: {}", connection, fate.why());
      } else {
        LOG.info("{} left: {}", connection, fate.why());
      }
      try {
        events.left(connection, fate.why(), nanos);
      } catch (RuntimeException e) {
        LOG.error("{}: the controller failed when it left", connection, e);
      }
    } else if (!connection.hasJoined()) {
      strangers.turnedAway(connection, fate.why());
    }
  }

  /** Closes all of them; nobody is told. */
  void close() {
    List<Connection> all = new ArrayList<>(halfOpen);
    all.addAll(switches.values());
    all.forEach(Connection::close);
    halfOpen.clear();
    switches.clear();
  }
}
