package dev.drover.xia.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.DagText.Reading;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DagTextTest {
  private static final Xid A = Xid.parse("AD:a");
  private static final Xid H = Xid.parse("HID:b");
  private static final Xid C = Xid.parse("CID:c");
  private static final Xid S = Xid.parse("SID:d");

  @Test
  void re_readAsRoutersDo_hasTheShortcutInItsWay() {
    Dag dag = DagText.parse("RE ( AD:a HID:b ) CID:c");
    assertThat(dag).isEqualTo(Dag.fallback(C, A, H));
    assertThat(dag)
        .isEqualTo(Dag.of(List.of(A, H, C), List.of(2, 0), List.of(List.of(2, 1), List.of(2))));
  }

  @Test
  void re_readAsTheLibraryDoes_hasNone() {
    assertThat(DagText.parse("RE ( AD:a HID:b ) CID:c", Reading.LIBRARY))
        .isEqualTo(Dag.of(List.of(A, H, C), List.of(2, 0), List.of(List.of(1), List.of(2))));
  }

  @Test
  void re_withoutWay_isAChain() {
    assertThat(DagText.parse(" RE  AD:a\tHID:b\nSID:d "))
        .isEqualTo(Dag.chain(A, H, S))
        .isEqualTo(DagText.parse("RE AD:a HID:b SID:d", Reading.LIBRARY));
  }

  @Test
  void re_withTwoWays_hangsEachAtTheMainNodeBefore() {
    Xid i = Xid.parse("IP:e");
    assertThat(DagText.parse("RE ( IP:e ) AD:a ( HID:b SID:d ) CID:c"))
        .isEqualTo(
            Dag.of(
                List.of(i, A, H, S, C),
                List.of(1, 0),
                List.of(List.of(1), List.of(4, 2), List.of(4, 3), List.of(4))));
  }

  @Test
  void graph_readsAsItIsWritten() {
    String text = "DAG 2 0 - %s 2 1 - %s 2 - %s".formatted(A, H, C);
    assertThat(DagText.parse(text)).isEqualTo(Dag.fallback(C, A, H)).hasToString(text);
    assertThat(DagText.parse(text + " -")).isEqualTo(Dag.fallback(C, A, H));
    assertThat(DagText.parse(text.replace("- ", "-\n"))).isEqualTo(Dag.fallback(C, A, H));
  }

  /** The prototype ends a list by a dash only when it is not full. */
  @Test
  void graph_withFourEdges_needsNoDash() {
    String text =
        "DAG 3 2 1 0 %s 4 1 2 3 %s 4 - %s 4 - %s 4 - %s".formatted(A, H, S, Xid.parse("IP:e"), C);
    Dag dag = DagText.parse(text);
    assertThat(dag.sourceEdges()).containsExactly(3, 2, 1, 0);
    assertThat(dag.edges(0)).containsExactly(4, 1, 2, 3);
    assertThat(dag).hasToString(text);
    assertThat(DagText.parse(text.replace("0 AD", "0 - AD").replace("3 HID", "3 - HID")))
        .isEqualTo(dag);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomDag_printed_isReadBack(long seed) {
    RandomDags dags = new RandomDags(new Random(seed));
    for (int i = 0; i < 500; i++) {
      Dag dag = dags.dag();
      assertThat(DagText.parse(dag.toString())).as("seed %d", seed).isEqualTo(dag);
    }
  }

  @Test
  void linux_reads() {
    String a = "0x10-" + "a".repeat(40);
    String h = "hid-" + "b".repeat(40);
    String c = "0x00000012-" + "c".repeat(40);
    Dag dag = DagText.parse(a + "-21**:" + h + "->2*:" + c + "->20**");
    assertThat(dag)
        .isEqualTo(
            Dag.fallback(
                Xid.parse("CID:" + "c".repeat(40)),
                Xid.parse("AD:" + "a".repeat(40)),
                Xid.parse("HID:" + "b".repeat(40))));
    StringBuilder chain = new StringBuilder();
    for (char next : "123456789abcdefgh".toCharArray()) {
      chain.append(a).append('-').append(next).append(':');
    }
    assertThat(DagText.parse(chain + a + "-0").nodes()).hasSize(18);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                      | '' is no address; begin it with DAG or RE
          AD:a                    | 'AD:a' is no address; begin it with DAG or RE
          dag 0 - AD:a            | 'dag 0 - AD:a' is no address; begin it with DAG or RE
          RE                      | it has no nodes
          RE ( )                  | '( )' holds no way
          RE ( AD:a               | a ')' is missing
          RE ( AD:a )             | after ')' the node is missing that it is a way to
          RE ( AD:a ) ( HID:b ) CID:c | '(' is no identifier; write TYPE:hex
          RE AD:a )               | ')' is no identifier; write TYPE:hex
          RE (AD:a) CID:c         | '(AD' is no type of identifier; use AD, HID, SID, CID, CID256, IP or a number 0x…
          DAG                     | it ends within a list of edges; a list ends with '-'
          DAG -                   | an address must have 1 to 20 nodes, not 0
          DAG - -                 | '-' is no identifier; write TYPE:hex
          DAG 0 -                 | an address must have 1 to 20 nodes, not 0
          DAG 0                   | it ends within a list of edges; a list ends with '-'
          DAG 0 - AD:a 1          | it ends within a list of edges; a list ends with '-'
          DAG 0 - AD:a 1 -        | the last node has edges; it is the intent and must have none
          DAG 0 - AD:a - HID:b    | node 0 must have 1 to 4 edges, not 0
          DAG 0 - AD:a HID:b      | 'HID:b' is no edge; write the place of a node
          DAG +0 - AD:a           | '+0' is no edge; write the place of a node
          DAG -1 - AD:a           | '-1' is no edge; write the place of a node
          DAG 99999999999 - AD:a  | '99999999999' is no edge; write the place of a node
          DAG 1 - AD:a            | the source has an edge to 1; it may go to 0 to 0
          DAG 0 1 2 3 4 - AD:a    | '4' is no identifier; write TYPE:hex
          !0x10-aa-0              | '!0x10-aa-0' is marked as invalid itself
          0x10-aa-0:              | '' is not type-id-edges
          0x10-aa                 | '0x10-aa' is not type-id-edges
          0x10-aa-*0              | '*0' is no list of edges; '*' may only end it
          0x10-aa-0>              | '0>' is no list of edges; '*' may only end it
          0x10-aa-1               | the source has an edge to 1; it may go to 0 to 0
          zz-aa-0                 | 'zz' is no type of identifier; use AD, HID, SID, CID, CID256, IP or a number 0x…
          """)
  void text_ofNoAddress_isRefusedWithTheReason(String text, String message) {
    assertThatThrownBy(() -> DagText.parse(text))
        .isInstanceOf(InvalidDag.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void text_mutated_isAnAddressOrInvalid(long seed) {
    Random random = new Random(seed);
    RandomDags dags = new RandomDags(random);
    String letters = " -0123456789abcdef():*>!xADHISCRE\n";
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      String sample =
          switch (random.nextInt(3)) {
            case 0 -> dags.dag().toString();
            case 1 -> "RE ( AD:a HID:b ) SID:c CID:d";
            default -> "0x10-aa-1**:0x11-bb-0";
          };
      StringBuilder text = new StringBuilder(sample);
      for (int times = random.nextInt(4); times >= 0; times--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at).append(' ');
          case 1 -> text.insert(at, letters.charAt(random.nextInt(letters.length())));
          default -> text.setLength(at + 1);
        }
      }
      try {
        Dag dag = DagText.parse(text.toString());
        assertThat(DagText.parse(dag.toString())).isEqualTo(dag);
      } catch (InvalidDag e) {
        assertThat(e.getMessage()).isNotBlank();
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(1000, 4900);
  }

  @Test
  void brief_isShortForPeople() {
    assertThat(DagText.brief(Dag.chain(A, H))).isEqualTo("RE AD:a0000000 HID:b0000000");
    assertThat(DagText.brief(Dag.fallback(C, A, H)))
        .isEqualTo("DAG 2 0 - AD:a0000000 2 1 - HID:b0000000 2 - CID:c0000000");
  }
}
