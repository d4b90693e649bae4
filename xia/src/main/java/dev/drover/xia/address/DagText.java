package dev.drover.xia.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;

/**
 * Addresses as text (notes 1.4).
 *
 * <ul>
 *   <li>{@code DAG 1 0 - AD:… 2 - HID:… 2 - SID:…}: the source's edges, then each node with its
 *       own; {@code -} ends a list of fewer than four. Says everything; programs exchange this one.
 *   <li>{@code RE ( AD:… HID:… ) CID:…}: a chain for people, with the way to fall back to in
 *       parentheses before a node.
 *   <li>{@code 0x10-…-01:…}: what XIA for Linux prints; read, not written.
 * </ul>
 */
public final class DagText {
  /**
   * What nodes within parentheses may do. The prototype's router and its programming interface do
   * not agree; the router's reading lets any router on the way answer from its cache.
   */
  public enum Reading {
    /** Each may go straight on to the main node as well, and prefers that. */
    ROUTER,
    /** Each goes on to the next one only. */
    LIBRARY
  }

  private DagText() {}

  /**
   * Reads any of the forms, {@code RE} as routers do.
   *
   * @throws InvalidDag when it is no address
   */
  public static Dag parse(String text) {
    return parse(text, Reading.ROUTER);
  }

  /**
   * Reads any of the forms.
   *
   * @throws InvalidDag when it is no address
   */
  public static Dag parse(String text, Reading reading) {
    List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+", -1)));
    String form = words.removeFirst();
    return switch (form) {
      case "DAG" -> graph(words);
      case "RE" -> regular(words, reading);
      default -> {
        if (words.isEmpty() && form.contains("-")) {
          yield linux(form);
        }
        throw new InvalidDag("'" + text + "' is no address; begin it with DAG or RE");
      }
    };
  }

  private static Xid xid(String word) {
    try {
      return Xid.parse(word);
    } catch (IllegalArgumentException e) {
      throw new InvalidDag(String.valueOf(e.getMessage()));
    }
  }

  private static int number(String word) {
    if (!word.matches("[0-9]{1,3}")) {
      throw new InvalidDag("'" + word + "' is no edge; write the place of a node");
    }
    return Integer.parseInt(word);
  }

  private static Dag graph(List<String> words) {
    ListIterator<String> rest = words.listIterator();
    List<List<Integer>> edges = new ArrayList<>();
    List<Xid> nodes = new ArrayList<>();
    edges.add(edgeList(rest));
    while (rest.hasNext()) {
      nodes.add(xid(rest.next()));
      if (rest.hasNext()) {
        edges.add(edgeList(rest));
      }
    }
    if (edges.size() == nodes.size() + 1 && !nodes.isEmpty()) {
      // A sink may be written with an empty list.
      if (!edges.removeLast().isEmpty()) {
        throw new InvalidDag("the last node has edges; it is the intent and must have none");
      }
    }
    return Dag.of(nodes, edges.getFirst(), edges.subList(1, edges.size()));
  }

  /** Up to a dash, which four edges may do without. */
  private static List<Integer> edgeList(ListIterator<String> words) {
    List<Integer> edges = new ArrayList<>();
    while (words.hasNext()) {
      String word = words.next();
      if (word.equals("-")) {
        return edges;
      }
      if (edges.size() == Dag.MAX_EDGES) {
        words.previous();
        return edges;
      }
      edges.add(number(word));
    }
    if (edges.size() == Dag.MAX_EDGES) {
      return edges;
    }
    throw new InvalidDag("it ends within a list of edges; a list ends with '-'");
  }

  private static Dag regular(List<String> words, Reading reading) {
    List<Xid> nodes = new ArrayList<>();
    Map<Integer, List<Integer>> edges = new LinkedHashMap<>();
    // The main node that what follows hangs at; -1 is the source.
    int from = -1;
    edges.put(from, new ArrayList<>());
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      List<Xid> way = List.of();
      if (word.equals("(")) {
        way = way(rest);
        if (!rest.hasNext()) {
          throw new InvalidDag("after ')' the node is missing that it is a way to");
        }
        word = rest.next();
      }
      int firstOfWay = nodes.size();
      nodes.addAll(way);
      int main = nodes.size();
      nodes.add(xid(word));
      edgesOf(edges, from).add(main);
      if (!way.isEmpty()) {
        edgesOf(edges, from).add(firstOfWay);
      }
      for (int i = firstOfWay; i < main; i++) {
        boolean last = i + 1 == main;
        edges.put(
            i,
            last
                ? List.of(main)
                : reading == Reading.ROUTER ? List.of(main, i + 1) : List.of(i + 1));
      }
      edges.put(main, new ArrayList<>());
      from = main;
    }
    if (nodes.isEmpty()) {
      throw new InvalidDag("it has no nodes");
    }
    List<List<Integer>> inOrder = new ArrayList<>();
    for (int i = 0; i < nodes.size() - 1; i++) {
      inOrder.add(edgesOf(edges, i));
    }
    return Dag.of(nodes, edgesOf(edges, -1), inOrder);
  }

  private static List<Integer> edgesOf(Map<Integer, List<Integer>> edges, int node) {
    return edges.getOrDefault(node, List.of());
  }

  private static List<Xid> way(Iterator<String> words) {
    List<Xid> way = new ArrayList<>();
    while (words.hasNext()) {
      String word = words.next();
      if (word.equals(")")) {
        if (way.isEmpty()) {
          throw new InvalidDag("'( )' holds no way");
        }
        return way;
      }
      way.add(xid(word));
    }
    throw new InvalidDag("a ')' is missing");
  }

  /** {@code type-40hex-edges:…}; edges are digits in base 36, {@code *} none, {@code >} a mark. */
  private static Dag linux(String text) {
    if (text.startsWith("!")) {
      throw new InvalidDag("'" + text + "' is marked as invalid itself");
    }
    List<Xid> nodes = new ArrayList<>();
    List<List<Integer>> edges = new ArrayList<>();
    for (String row : text.split(":", -1)) {
      String[] parts = row.split("-", -1);
      if (parts.length != 3) {
        throw new InvalidDag("'" + row + "' is not type-id-edges");
      }
      nodes.add(xid(parts[0] + ":" + parts[1]));
      if (!parts[2].matches("(>?[0-9a-zA-Z])*\\**")) {
        throw new InvalidDag("'" + parts[2] + "' is no list of edges; '*' may only end it");
      }
      List<Integer> out = new ArrayList<>();
      for (char digit : parts[2].replaceAll("[>*]", "").toCharArray()) {
        out.add(Character.digit(digit, Character.MAX_RADIX));
      }
      edges.add(out);
    }
    return Dag.of(nodes, edges.getLast(), edges.subList(0, edges.size() - 1));
  }

  static String print(Dag dag) {
    StringBuilder text = new StringBuilder("DAG");
    append(text, dag.sourceEdges());
    for (int i = 0; i < dag.nodes().size(); i++) {
      text.append(' ').append(dag.nodes().get(i));
      if (i < dag.nodes().size() - 1) {
        append(text, dag.edges(i));
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<Integer> edges) {
    edges.forEach(edge -> text.append(' ').append(edge));
    // The prototype takes what follows four edges for a node, even a dash.
    if (edges.size() < Dag.MAX_EDGES) {
      text.append(" -");
    }
  }

  /** {@return it for people: identifiers cut short, a plain chain as one} */
  public static String brief(Dag dag) {
    boolean chain = true;
    for (int i = -1; i < dag.nodes().size() - 1; i++) {
      chain &= (i < 0 ? dag.sourceEdges() : dag.edges(i)).equals(List.of(i + 1));
    }
    StringBuilder text = new StringBuilder(chain ? "RE" : "DAG");
    if (!chain) {
      append(text, dag.sourceEdges());
    }
    for (int i = 0; i < dag.nodes().size(); i++) {
      text.append(' ').append(dag.nodes().get(i).brief());
      if (!chain && i < dag.nodes().size() - 1) {
        append(text, dag.edges(i));
      }
    }
    return text.toString();
  }
}
