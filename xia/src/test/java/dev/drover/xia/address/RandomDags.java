package dev.drover.xia.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Valid addresses of every size and shape, by a seed. */
public final class RandomDags {
  private final Random random;

  public RandomDags(Random random) {
    this.random = random;
  }

  /** {@return an identifier of a type known or not} */
  public Xid xid() {
    int[] types = {
      XidType.AD, XidType.HID, XidType.SID, XidType.CID, XidType.CID256, XidType.IP, -2
    };
    int type = types[random.nextInt(types.length)];
    return new Xid(
        type == -2 ? random.nextInt() : type,
        random.nextLong(),
        random.nextLong(),
        random.nextInt());
  }

  /** {@return an address of 1 to 20 nodes} */
  public Dag dag() {
    int size = 1 + random.nextInt(Dag.MAX_NODES);
    List<Xid> nodes = new ArrayList<>();
    List<List<Integer>> edges = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      nodes.add(xid());
      edges.add(new ArrayList<>());
    }
    // Each node but the last is entered from somewhere before it; index 0 is the source here.
    List<List<Integer>> from = new ArrayList<>(edges);
    from.removeLast();
    from.addFirst(new ArrayList<>());
    for (int node = 0; node < size; node++) {
      int before = random.nextInt(node + 1);
      while (from.get(before).size() == Dag.MAX_EDGES) {
        before = (before + 1) % (node + 1);
      }
      from.get(before).add(node);
    }
    for (int i = 0; i < size; i++) {
      List<Integer> out = from.get(i);
      int wanted = random.nextInt(Dag.MAX_EDGES + 1);
      while (out.isEmpty() || out.size() < Math.min(wanted, size - i)) {
        int to = i + random.nextInt(size - i);
        if (!out.contains(to)) {
          out.add(random.nextInt(out.size() + 1), to);
        }
      }
    }
    return Dag.of(nodes, from.getFirst(), from.subList(1, size));
  }
}
