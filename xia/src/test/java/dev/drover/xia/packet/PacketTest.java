package dev.drover.xia.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PacketTest {
  private static final String AD1 = "00000010" + "a1".repeat(20);
  private static final String HID1 = "00000011" + "b1".repeat(20);
  private static final String SID1 = "00000013" + "c1".repeat(20);
  private static final String AD2 = "00000010" + "a2".repeat(20);
  private static final String HID2 = "00000011" + "b2".repeat(20);
  private static final String SID2 = "00000013" + "c2".repeat(20);

  /** AD-HID-SID on both sides, two bytes of payload; by hand from notes 1.5. */
  private static final String GOLDEN =
      "01"
          + "3c"
          + "0002"
          + "fa"
          + "03"
          + "03"
          + "ff"
          + AD1
          + "017f7f7f"
          + HID1
          + "027f7f7f"
          + SID1
          + "007f7f7f"
          + AD2
          + "017f7f7f"
          + HID2
          + "027f7f7f"
          + SID2
          + "007f7f7f"
          + "cafe";

  private static final Dag TO =
      chain("AD:" + "a1".repeat(20), "HID:" + "b1".repeat(20), "SID:" + "c1".repeat(20));
  private static final Dag FROM =
      chain("AD:" + "a2".repeat(20), "HID:" + "b2".repeat(20), "SID:" + "c2".repeat(20));

  private static Dag chain(String... nodes) {
    return Dag.chain(Arrays.stream(nodes).map(Xid::parse).toArray(Xid[]::new));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static Packet parse(String hex) {
    byte[] bytes = bytes(hex);
    return Packet.parse(bytes, bytes.length);
  }

  @Test
  void packet_made_isTheGoldenBytes() {
    ByteBuffer payload = ByteBuffer.wrap(bytes("00cafe00")).position(1).limit(3);
    Packet packet = Packet.of(TO, FROM, NextHeader.TRANSPORT, payload);
    assertThat(HexFormat.of().formatHex(packet.array())).isEqualTo(GOLDEN);
    assertThat(packet.headerBytes()).isEqualTo(176);
    assertThat(packet.size()).isEqualTo(178);
    assertThat(payload.remaining()).isEqualTo(2);
  }

  @Test
  void goldenBytes_parsed_sayAllFields() {
    Packet packet = parse(GOLDEN);
    assertThat(packet.nextHeader()).isEqualTo(60);
    assertThat(packet.hopLimit()).isEqualTo(250);
    assertThat(packet.destinationNodes()).isEqualTo(3);
    assertThat(packet.sourceNodes()).isEqualTo(3);
    assertThat(packet.last()).isEqualTo(Packet.AT_SOURCE);
    assertThat(packet.destination()).isEqualTo(TO);
    assertThat(packet.source()).isEqualTo(FROM);
    assertThat(packet.intent()).hasToString("SID:" + "c1".repeat(20));
    assertThat(packet.sourceIntent()).hasToString("SID:" + "c2".repeat(20));
    assertThat(packet.node(0)).hasToString("AD:" + "a1".repeat(20));
    assertThat(Xid.read(packet.buffer(), packet.nodeAt(1))).isEqualTo(packet.node(1));
    assertThat(packet.payload()).isEqualTo(ByteBuffer.wrap(bytes("cafe")));
  }

  /** Ethernet pads; what follows the packet is not its own. */
  @Test
  void padding_afterThePacket_isLeftAside() {
    Packet packet = parse(GOLDEN + "00".repeat(20));
    assertThat(packet.size()).isEqualTo(178);
    assertThat(packet.payload().remaining()).isEqualTo(2);
    assertThat(packet.copy().array()).isEqualTo(bytes(GOLDEN));
  }

  @Test
  void walk_toTheIntent_changesLastAndMarksOnly() {
    Packet packet = parse(GOLDEN);
    assertThat(packet.edge(0)).isZero();
    assertThat(packet.edge(1)).isEqualTo(Dag.NO_EDGE);
    packet.take(0);
    packet.last(0);
    assertThat(packet.edge(0)).isEqualTo(1);
    packet.take(0);
    packet.last(1);
    packet.take(0);
    assertThat(packet.arrived()).isFalse();
    packet.last(2);
    packet.hopLimit(249);
    assertThat(packet.arrived()).isTrue();
    assertThat(packet.edge(0)).as("the intent's, where the source's stand").isEqualTo(Dag.NO_EDGE);
    assertThat(HexFormat.of().formatHex(packet.array()))
        .isEqualTo(
            GOLDEN
                .replace("fa0303ff", "f9030302")
                .replace(AD1 + "01", AD1 + "81")
                .replace(HID1 + "02", HID1 + "82")
                .replace(SID1 + "00", SID1 + "80"));
    assertThat(packet.destination()).isEqualTo(TO);
    assertThat(parse(HexFormat.of().formatHex(packet.array())).destination()).isEqualTo(TO);
  }

  @Test
  void copy_changed_leavesThePacketAlone() {
    Packet packet = parse(GOLDEN);
    Packet copy = packet.copy();
    copy.hopLimit(3);
    copy.last(1);
    assertThat(HexFormat.of().formatHex(packet.array())).isEqualTo(GOLDEN);
  }

  @Test
  void largestPacket_holds65535BytesOfPayload() {
    Packet packet = Packet.of(TO, FROM, NextHeader.NONE, 1, ByteBuffer.allocate(65_535));
    assertThat(Packet.parse(packet.array(), packet.size()).payload().remaining()).isEqualTo(65_535);
    assertThat(packet.hopLimit()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Packet.of(TO, FROM, NextHeader.NONE, ByteBuffer.allocate(65_536)))
        .withMessage("a payload must have at most 65535 bytes, not 65536");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 02 | its version is 2, not 1
          0 | ff | its version is 255, not 1
          2 | 0003 | it says it has 179 bytes but 178 came
          2 | ffff | it says it has 65711 bytes but 178 came
          5 | 00 | its addresses have 0 and 3 nodes; 1 to 20 each
          6 | 00 | its addresses have 3 and 0 nodes; 1 to 20 each
          5 | 15 | its addresses have 21 and 3 nodes; 1 to 20 each
          6 | ff | its addresses have 3 and 255 nodes; 1 to 20 each
          5 | 04 | it says it has 206 bytes but 178 came
          7 | 03 | its last node is 3 of 3
          7 | fe | its last node is -2 of 3
          7 | 7e | its last node is 126 of 3
          32 | 00 | node 0 has an edge to 0 of 3
          32 | 03 | node 0 has an edge to 3 of 3
          61 | 81 | node 1 has an edge to 1 of 3
          88 | 03 | node 2 has an edge to 3 of 3
          116 | 00 | node 0 has an edge to 0 of 3
          """)
  void malformedHeader_isRefusedWithTheReason(int at, String hex, String message) {
    byte[] wrong = bytes(GOLDEN);
    byte[] change = bytes(hex);
    System.arraycopy(change, 0, wrong, at, change.length);
    assertThatThrownBy(() -> Packet.parse(wrong, wrong.length))
        .isInstanceOf(MalformedPacket.class)
        .hasMessage(message);
  }

  @Test
  void packet_cutAnywhere_isRefused() {
    byte[] whole = bytes(GOLDEN);
    for (int size = 0; size < whole.length; size++) {
      int cut = size;
      assertThatThrownBy(() -> Packet.parse(whole, cut)).isInstanceOf(MalformedPacket.class);
      assertThatThrownBy(() -> Packet.parse(Arrays.copyOf(whole, cut), cut))
          .isInstanceOf(MalformedPacket.class);
    }
  }

  /** A router that only looks at the next edge forwards it; who wants the address is told. */
  @Test
  void address_thatIsNoGraph_isRefusedWhenAskedFor() {
    Packet packet = parse(GOLDEN.replace(HID1 + "02", HID1 + "7f"));
    assertThat(packet.intent()).hasToString("SID:" + "c1".repeat(20));
    assertThatThrownBy(packet::destination)
        .isInstanceOf(MalformedPacket.class)
        .hasMessage("its address is none: node 1 must have 1 to 4 edges, not 0");
    assertThat(packet.source()).isEqualTo(FROM);
  }
}
