package dev.drover.xia.address;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An address: a directed acyclic graph of identifiers with one virtual source and one sink, the
 * intent. A packet goes along edges; of a node's at most four edges the first is preferred, the
 * others are fallbacks (notes 1.2).
 *
 * <p>Nodes stand in a topological order, any of those that there are, the sink last: every edge
 * leads to a later node. That makes it acyclic, and a node that some edge enters reachable. An
 * order in which an edge leads back is no topological one: the wire format promises that there is
 * none, the prototype does not check it, XIA for Linux and we refuse it. On the wire a node is an
 * identifier and four edge bytes; the source has none of its own: its edges stand where the sink's
 * would (notes 1.3). The marks that routers set at edges which a packet has taken are not part of
 * an address.
 */
public final class Dag {
  /** A node's edges, and the source's. */
  public static final int MAX_EDGES = 4;

  /** As the prototype's programming interface has it. */
  public static final int MAX_NODES = 20;

  /** On the wire. */
  public static final int NODE_BYTES = Xid.BYTES + MAX_EDGES;

  /** The edge byte of a slot that holds none. */
  public static final int NO_EDGE = 0x7F;

  /** The bit of an edge byte that says the edge was taken. */
  public static final int TAKEN = 0x80;

  /** The edges of plain chains by their number of nodes: most addresses are such. */
  private static final List<List<List<Integer>>> CHAINS =
      IntStream.rangeClosed(0, MAX_NODES).mapToObj(Dag::chainOf).toList();

  private final List<Xid> nodes;

  /** By node, the source's in the sink's place. */
  private final List<List<Integer>> edges;

  private Dag(List<Xid> nodes, List<List<Integer>> edges) {
    this.nodes = nodes;
    this.edges = edges;
  }

  /**
   * {@return an address of nodes in a topological order, the intent last}
   *
   * @param source the source's edges, as places in {@code nodes}, preferred first
   * @param edges of every node but the last
   * @throws InvalidDag when it is none
   */
  public static Dag of(List<Xid> nodes, List<Integer> source, List<List<Integer>> edges) {
    if (nodes.isEmpty() || nodes.size() > MAX_NODES) {
      throw new InvalidDag("an address must have 1 to 20 nodes, not " + nodes.size());
    }
    if (edges.size() != nodes.size() - 1) {
      throw new InvalidDag(
          "%d nodes need %d lists of edges, not %d"
              .formatted(nodes.size(), nodes.size() - 1, edges.size()));
    }
    List<List<Integer>> slots = new ArrayList<>(nodes.size());
    for (List<Integer> each : edges) {
      slots.add(List.copyOf(each));
    }
    slots.add(List.copyOf(source));
    check(nodes.size(), slots);
    return new Dag(List.copyOf(nodes), List.copyOf(slots));
  }

  private static void check(int size, List<List<Integer>> slots) {
    boolean[] entered = new boolean[size];
    for (int node = 0; node < size; node++) {
      boolean source = node == size - 1;
      List<Integer> out = slots.get(node);
      if (out.isEmpty() || out.size() > MAX_EDGES) {
        throw new InvalidDag(name(node, size) + " must have 1 to 4 edges, not " + out.size());
      }
      int first = source ? 0 : node + 1;
      for (int i = 0; i < out.size(); i++) {
        int to = out.get(i);
        if (to < first || to >= size) {
          throw new InvalidDag(
              "%s has an edge to %d; it may go to %d to %d"
                  .formatted(name(node, size), to, first, size - 1));
        }
        if (out.indexOf(to) != i) {
          throw new InvalidDag(name(node, size) + " has two edges to " + to);
        }
        entered[to] = true;
      }
    }
    for (int node = 0; node < size; node++) {
      if (!entered[node]) {
        throw new InvalidDag("no edge leads to node " + node);
      }
    }
  }

  private static String name(int node, int size) {
    return node == size - 1 ? "the source" : "node " + node;
  }

  /** {@return the plain chain src → first → … → last} */
  public static Dag chain(Xid... nodes) {
    if (nodes.length == 0 || nodes.length > MAX_NODES) {
      throw new InvalidDag("an address must have 1 to 20 nodes, not " + nodes.length);
    }
    return new Dag(List.of(nodes), CHAINS.get(nodes.length));
  }

  private static List<List<Integer>> chainOf(int size) {
    return IntStream.range(0, size).mapToObj(node -> List.of((node + 1) % size)).toList();
  }

  /**
   * {@return an intent that is asked for everywhere on the way, and by the chain {@code way}
   * otherwise: {@code RE ( way ) intent} as routers read it}
   */
  public static Dag fallback(Xid intent, Xid... way) {
    if (way.length == 0) {
      return chain(intent);
    }
    List<Xid> nodes = new ArrayList<>(List.of(way));
    nodes.add(intent);
    int sink = way.length;
    List<List<Integer>> edges = new ArrayList<>();
    for (int i = 0; i < way.length; i++) {
      edges.add(i + 1 == sink ? List.of(sink) : List.of(sink, i + 1));
    }
    return of(nodes, List.of(sink, 0), edges);
  }

  /**
   * Reads nodes from a packet, marks at edges left aside.
   *
   * @param at of the first node
   * @throws InvalidDag when they are no address
   */
  public static Dag read(ByteBuffer bytes, int at, int size) {
    List<Xid> nodes = new ArrayList<>(size);
    List<List<Integer>> slots = new ArrayList<>(size);
    for (int node = 0; node < size; node++) {
      int from = at + node * NODE_BYTES;
      nodes.add(Xid.read(bytes, from));
      List<Integer> out = new ArrayList<>(MAX_EDGES);
      boolean ended = false;
      for (int slot = 0; slot < MAX_EDGES; slot++) {
        int edge = bytes.get(from + Xid.BYTES + slot) & NO_EDGE;
        if (edge == NO_EDGE) {
          ended = true;
        } else if (ended) {
          throw new InvalidDag("node " + node + " has an edge after an empty slot");
        } else {
          out.add(edge);
        }
      }
      slots.add(out);
    }
    return size == 0
        ? of(List.of(), List.of(), List.of())
        : of(nodes, slots.getLast(), slots.subList(0, size - 1));
  }

  /** Writes {@link #wireBytes()} at {@code at}. */
  public void write(ByteBuffer bytes, int at) {
    for (int node = 0; node < nodes.size(); node++) {
      int from = at + node * NODE_BYTES;
      nodes.get(node).write(bytes, from);
      List<Integer> out = edges.get(node);
      for (int slot = 0; slot < MAX_EDGES; slot++) {
        bytes.put(from + Xid.BYTES + slot, (byte) (slot < out.size() ? out.get(slot) : NO_EDGE));
      }
    }
  }

  /** {@return how long it is on the wire} */
  public int wireBytes() {
    return nodes.size() * NODE_BYTES;
  }

  /** {@return nodes in a topological order, the intent last} */
  public List<Xid> nodes() {
    return nodes;
  }

  /** {@return the sink} */
  public Xid intent() {
    return nodes.getLast();
  }

  /** {@return the source's edges, as places in {@link #nodes}} */
  public List<Integer> sourceEdges() {
    return edges.getLast();
  }

  /** {@return the edges of a node, none of the last one} */
  public List<Integer> edges(int node) {
    return node == nodes.size() - 1 ? List.of() : edges.get(node);
  }

  /** {@return the first node of this type on the preferred way or beside it} */
  public Optional<Xid> first(int type) {
    return nodes.stream().filter(node -> node.type() == type).findFirst();
  }

  /** {@return the same graph with one identifier in another's place} */
  public Dag with(Xid old, Xid replacement) {
    List<Xid> changed = new ArrayList<>(nodes);
    changed.replaceAll(node -> node.equals(old) ? replacement : node);
    return new Dag(List.copyOf(changed), edges);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dag dag && nodes.equals(dag.nodes) && edges.equals(dag.edges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new Object[] {nodes, edges});
  }

  /** {@return the explicit form, which programs exchange} */
  @Override
  public String toString() {
    return DagText.print(this);
  }
}
