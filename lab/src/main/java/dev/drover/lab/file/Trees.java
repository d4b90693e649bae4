package dev.drover.lab.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which switches are joined so far: a disjoint-set forest over few nodes. */
final class Trees {
  private final List<String> nodes;
  private final Map<String, String> root = new HashMap<>();

  Trees(List<String> nodes) {
    this.nodes = nodes;
    nodes.forEach(node -> root.put(node, node));
  }

  /** {@return false when the two were joined already, so that this link would close a loop} */
  boolean join(String left, String right) {
    String from = root.getOrDefault(left, left);
    String to = root.getOrDefault(right, right);
    root.replaceAll((node, old) -> old.equals(from) ? to : old);
    return !from.equals(to);
  }

  /** {@return a node that cannot be reached from the first one} */
  Optional<String> apart() {
    return nodes.stream().filter(node -> !joinedToFirst(node)).findFirst();
  }

  private boolean joinedToFirst(String node) {
    return root.getOrDefault(node, node)
        .equals(root.getOrDefault(nodes.getFirst(), nodes.getFirst()));
  }
}
