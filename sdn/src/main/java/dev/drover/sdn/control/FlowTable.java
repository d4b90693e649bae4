package dev.drover.sdn.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All flows, found by what a packet says and by what a cookie says. */
final class FlowTable {
  /** How many are kept at most. */
  static final int MOST = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(FlowTable.class);

  /** A TCP connection as the side that opened it sees it. */
  private record Connection(int source, int sourcePort, int destination, int destinationPort) {
    static Connection of(Flow flow) {
      return new Connection(
          flow.source.address, flow.sourcePort, flow.destination.address, flow.destinationPort);
    }
  }

  private final Map<Long, Flow> pairs = new LinkedHashMap<>();
  private final Map<Connection, Flow> connections = new LinkedHashMap<>();
  private final Map<Integer, Flow> byNumber = new HashMap<>();
  private int lastNumber;
  private boolean complained;

  FlowTable(int firstNumber) {
    this.lastNumber = firstNumber;
  }

  /** {@return the flow of all packets between two addresses, whoever began} */
  @Nullable Flow pair(int one, int other) {
    return pairs.get(key(one, other));
  }

  private static long key(int one, int other) {
    long pair =
        Integer.compareUnsigned(one, other) < 0
            ? (long) one << 32 | (other & 0xffff_ffffL)
            : (long) other << 32 | (one & 0xffff_ffffL);
    // Long.hashCode alone gives the pairs of a subnet no more hashes than it has hosts.
    return pair * 0x9e37_79b9_7f4a_7c15L;
  }

  boolean hasConnections() {
    return !connections.isEmpty();
  }

  /** {@return the flow of a connection that {@code source} opened} */
  @Nullable Flow connection(int source, int sourcePort, int destination, int destinationPort) {
    return connections.get(new Connection(source, sourcePort, destination, destinationPort));
  }

  /** {@return the flow of a segment either way, a connection's own before that of all to a port} */
  @Nullable Flow ofSegment(int from, int fromPort, int to, int toPort) {
    Flow found = connection(from, fromPort, to, toPort);
    if (found == null) {
      found = connection(to, toPort, from, fromPort);
    }
    if (found == null) {
      found = connection(from, Flow.ANY_PORT, to, toPort);
    }
    return found == null ? connection(to, Flow.ANY_PORT, from, fromPort) : found;
  }

  /** {@return whether it was added; not when the table is full, which is logged once} */
  boolean add(Flow flow) {
    if (size() >= MOST) {
      if (!complained) {
        complained = true;
        LOG.warn("{} flows are in use, which is the most; further pairs get no rules", MOST);
      }
      return false;
    }
    if (flow.isPair()) {
      pairs.put(key(flow.source.address, flow.destination.address), flow);
    } else {
      connections.put(Connection.of(flow), flow);
    }
    flow.source.flows.add(flow);
    flow.destination.flows.add(flow);
    return true;
  }

  void remove(Flow flow) {
    if (flow.isPair()) {
      pairs.remove(key(flow.source.address, flow.destination.address), flow);
    } else {
      connections.remove(Connection.of(flow), flow);
    }
    flow.source.flows.remove(flow);
    flow.destination.flows.remove(flow);
    complained &= size() >= MOST * 9 / 10;
  }

  boolean contains(Flow flow) {
    return flow.source.flows.contains(flow);
  }

  int size() {
    return pairs.size() + connections.size();
  }

  /** {@return all at this moment, pairs first, each in the order in which they came} */
  List<Flow> all() {
    List<Flow> all = new ArrayList<>(pairs.values());
    all.addAll(connections.values());
    return all;
  }

  /** {@return a number for a path of {@code flow}, none other's} */
  int number(Flow flow) {
    do {
      lastNumber = (lastNumber + 1) & Cookie.NUMBER_MASK;
    } while (byNumber.putIfAbsent(lastNumber, flow) != null);
    return lastNumber;
  }

  void free(int number) {
    byNumber.remove(number);
  }

  /** {@return the flow that has or had a path of this number} */
  Optional<Flow> numbered(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }
}
