package dev.drover.xia.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DagTest {
  private static final Xid A = Xid.parse("AD:a");
  private static final Xid H = Xid.parse("HID:b");
  private static final Xid C = Xid.parse("CID:c");

  private static String wire(Dag dag) {
    ByteBuffer bytes = ByteBuffer.allocate(dag.wireBytes());
    dag.write(bytes, 0);
    return HexFormat.of().formatHex(bytes.array());
  }

  private static Dag read(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return Dag.read(ByteBuffer.wrap(bytes), 0, bytes.length / 28);
  }

  private static String row(String type, String edges) {
    return "000000" + type + "ab".repeat(20) + edges;
  }

  @Test
  void fallback_onTheWire_isTheTestVector() {
    assertThat(wire(Dag.fallback(C, A, H)))
        .isEqualTo(
            "00000010"
                + "a0"
                + "00".repeat(19)
                + "02017f7f"
                + "00000011"
                + "b0"
                + "00".repeat(19)
                + "027f7f7f"
                + "00000012"
                + "c0"
                + "00".repeat(19)
                + "02007f7f");
  }

  @Test
  void chain_onTheWire_hasTheSourcesEdgesAtItsSink() {
    assertThat(wire(Dag.chain(A, H)))
        .isEqualTo(
            "00000010"
                + "a0"
                + "00".repeat(19)
                + "017f7f7f"
                + "00000011"
                + "b0"
                + "00".repeat(19)
                + "007f7f7f");
    assertThat(Dag.chain(A, H).edges(0)).containsExactly(1);
    assertThat(Dag.chain(A, H).edges(1)).isEmpty();
    assertThat(Dag.chain(A, H).sourceEdges()).containsExactly(0);
    assertThat(Dag.chain(A, H).intent()).isEqualTo(H);
    assertThat(Dag.fallback(C)).isEqualTo(Dag.chain(C));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomDag_writtenAndMarked_isReadBack(long seed) {
    Random random = new Random(seed);
    RandomDags dags = new RandomDags(random);
    for (int i = 0; i < 500; i++) {
      Dag dag = dags.dag();
      ByteBuffer bytes = ByteBuffer.allocate(dag.wireBytes() + 20);
      int at = random.nextInt(20);
      dag.write(bytes, at);
      assertThat(Dag.read(bytes, at, dag.nodes().size())).isEqualTo(dag);
      for (int node = 0; node < dag.nodes().size(); node++) {
        for (int slot = 0; slot < Dag.MAX_EDGES; slot++) {
          int edge = at + node * Dag.NODE_BYTES + Xid.BYTES + slot;
          bytes.put(edge, (byte) (bytes.get(edge) | (random.nextBoolean() ? Dag.TAKEN : 0)));
        }
      }
      Dag marked = Dag.read(bytes, at, dag.nodes().size());
      assertThat(marked).isEqualTo(dag).hasSameHashCodeAs(dag);
    }
  }

  /** What the rules say without looking at them: everything is on a way from source to intent. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomEdges_accepted_exactlyWhenAllNodesLieBetweenSourceAndIntent(long seed) {
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      int size = 1 + random.nextInt(4);
      List<Xid> nodes = new ArrayList<>();
      List<List<Integer>> edges = new ArrayList<>();
      for (int node = 0; node < size; node++) {
        nodes.add(new Xid(XidType.HID, node, 0, 0));
        List<Integer> out = new ArrayList<>();
        for (int to = 0; to < size; to++) {
          if (random.nextInt(3) == 0) {
            out.add(to);
          }
        }
        edges.add(out);
      }
      List<Integer> source = edges.removeLast();
      boolean expected =
          acyclicInOrder(edges)
              && from(source, edges, size).cardinality() == size
              && allLeadOn(edges)
              && !source.isEmpty();
      boolean actual;
      try {
        Dag.of(nodes, source, edges);
        actual = true;
        accepted++;
      } catch (InvalidDag e) {
        actual = false;
      }
      assertThat(actual).as("seed %d: %s then %s", seed, source, edges).isEqualTo(expected);
    }
    assertThat(accepted).isGreaterThan(1000);
  }

  private static boolean acyclicInOrder(List<List<Integer>> edges) {
    for (int i = 0; i < edges.size(); i++) {
      for (int to : edges.get(i)) {
        if (to <= i) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean allLeadOn(List<List<Integer>> edges) {
    return edges.stream().noneMatch(List::isEmpty);
  }

  private static BitSet from(List<Integer> source, List<List<Integer>> edges, int size) {
    BitSet reached = new BitSet(size);
    List<Integer> open = new ArrayList<>(source);
    while (!open.isEmpty()) {
      int node = open.removeLast();
      if (!reached.get(node)) {
        reached.set(node);
        if (node < edges.size()) {
          open.addAll(edges.get(node));
        }
      }
    }
    return reached;
  }

  private static void refused(Runnable wrong, String message) {
    assertThatThrownBy(wrong::run).isInstanceOf(InvalidDag.class).hasMessage(message);
  }

  @Test
  void wrongGraphs_areRefusedWithTheReason() {
    List<Integer> first = List.of(0);
    refused(Dag::chain, "an address must have 1 to 20 nodes, not 0");
    Xid[] many = new Xid[21];
    Arrays.fill(many, A);
    refused(() -> Dag.chain(many), "an address must have 1 to 20 nodes, not 21");
    refused(() -> Dag.of(List.of(A, H), first, List.of()), "2 nodes need 1 lists of edges, not 0");
    refused(
        () -> Dag.of(List.of(A, H), List.of(), List.of(List.of(1))),
        "the source must have 1 to 4 edges, not 0");
    refused(
        () -> Dag.of(List.of(A, H), first, List.of(List.of())),
        "node 0 must have 1 to 4 edges, not 0");
    refused(
        () -> Dag.of(List.of(A, H), first, List.of(List.of(1, 1, 1, 1, 1))),
        "node 0 must have 1 to 4 edges, not 5");
    refused(
        () -> Dag.of(List.of(A, H), first, List.of(List.of(1, 1))), "node 0 has two edges to 1");
    refused(
        () -> Dag.of(List.of(A, H), first, List.of(List.of(2))),
        "node 0 has an edge to 2; it may go to 1 to 1");
    refused(
        () -> Dag.of(List.of(A, H), first, List.of(List.of(0))),
        "node 0 has an edge to 0; it may go to 1 to 1");
    refused(
        () -> Dag.of(List.of(A, H, C), first, List.of(List.of(1, 2), List.of(0))),
        "node 1 has an edge to 0; it may go to 2 to 2");
    refused(
        () -> Dag.of(List.of(A, H), List.of(-1), List.of(List.of(1))),
        "the source has an edge to -1; it may go to 0 to 1");
    refused(
        () -> Dag.of(List.of(A, H), List.of(1), List.of(List.of(1))), "no edge leads to node 0");
  }

  @Test
  void wireEdges_afterAnEmptySlot_areRefused() {
    refused(
        () -> read(row("10", "7f017f7f") + row("11", "007f7f7f")),
        "node 0 has an edge after an empty slot");
    // An empty slot with a mark is empty all the same.
    refused(
        () -> read(row("10", "017f7f7f") + row("11", "00ff7f01")),
        "node 1 has an edge after an empty slot");
    refused(() -> read(""), "an address must have 1 to 20 nodes, not 0");
  }

  @Test
  void with_anotherIdentifier_keepsTheEdges() {
    Xid other = Xid.parse("AD:ff");
    assertThat(Dag.fallback(C, A, H).with(A, other)).isEqualTo(Dag.fallback(C, other, H));
    assertThat(Dag.fallback(C, A, H).first(XidType.HID)).contains(H);
    assertThat(Dag.fallback(C, A, H).first(XidType.SID)).isEmpty();
  }

  @Test
  void equal_isSameNodesAndEdges() {
    assertThat(Dag.fallback(C, A, H))
        .isEqualTo(Dag.of(List.of(A, H, C), List.of(2, 0), List.of(List.of(2, 1), List.of(2))))
        .isNotEqualTo(Dag.of(List.of(A, H, C), List.of(0, 2), List.of(List.of(2, 1), List.of(2))))
        .isNotEqualTo(Dag.chain(A, H, C));
  }
}
