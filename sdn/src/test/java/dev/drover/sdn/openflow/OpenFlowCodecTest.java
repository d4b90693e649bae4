package dev.drover.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStats;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.openflow.Message.RoleReply;
import dev.drover.sdn.openflow.Message.RoleRequest;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Message.Unknown;
import dev.drover.sdn.openflow.Message.UnknownMultipart;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes written out by hand after the structures of the specification. */
final class OpenFlowCodecTest {
  private static final String PORT =
      "00000002 00000000 0200000000aa 0000 65746831000000000000000000000000"
          + "00000001 00000004 00002820 00002821 00002822 00002823 00989680 05f5e100";
  private static final Port PORT_RECORD =
      new Port(
          2,
          0x0200_0000_00aaL,
          "eth1",
          1,
          4,
          0x2820,
          0x2821,
          0x2822,
          0x2823,
          10_000_000,
          100_000_000);

  private static final String FULL_MATCH =
      "0001 0053 80000004 00000001 80000806 020000000001 80000606 020000000002 80000a02 0800"
          + "80001604 0a000001 80001804 0a000002 80001401 06 80001a02 1234 80001c02 0050"
          + "80001908 0a010000 ffff0000 0000000000";
  private static final Match IPV4 = Match.ipv4(0x0a00_0001, 0x0a00_0002);
  private static final String IPV4_MATCH =
      "0001 001a 80000a02 0800 80001604 0a000001 80001804 0a000002 000000000000";
  private static final String OUTPUT_2 = "0000 0010 00000002 0000 000000000000";
  private static final String APPLY_OUTPUT_2 = "0004 0018 00000000" + OUTPUT_2;

  static Stream<Arguments> messages() {
    return Stream.of(
        message("04 00 0010 0000002a 0001 0008 00000012", new Hello(42, 4, List.of(1, 4))),
        message(
            "06 00 0018 00000001 0001 000c 00000050 00000002 00000000",
            new Hello(1, 6, List.of(4, 6, 33))),
        message(
            "04 01 0010 00000005 0004 0005 01020304",
            new ErrorMessage(5, 4, 5, Octets.of((byte) 1, (byte) 2, (byte) 3, (byte) 4))),
        message("04 02 0008 00000001", new EchoRequest(1, Octets.EMPTY)),
        message("04 02 000a 00000001 abcd", new EchoRequest(1, octets("abcd"))),
        message("04 03 000b ffffffff 000102", new EchoReply(-1, octets("000102"))),
        message("04 04 000c 00000003 00002320", new Unknown(3, 4, octets("00002320"))),
        message("04 05 0008 00000009", new FeaturesRequest(9)),
        message(
            "04 06 0020 00000009 0000000000000042 00000100 fe 01 0000 0000004f 00000000",
            new FeaturesReply(9, 0x42, 256, 254, 1, 0x4f)),
        message("04 09 000c 00000002 0001 ffff", new SetConfig(2, 1, 0xffff)),
        message(
            "04 0a 002c 00000000 ffffffff 0040 01 02 1122334455667788"
                + "0001 000c 80000004 00000007 00000000 0000 dead",
            new PacketIn(
                0, OpenFlow.NO_BUFFER, 64, 1, 2, 0x1122_3344_5566_7788L, 7, octets("dead"))),
        message(
            "04 0b 0050 00000000 00000000000000ff 0064 00 03 00000002 00000005 001e 003c"
                + "000000000000000a 00000000000003e8"
                + IPV4_MATCH,
            new FlowRemoved(0, 0xff, 100, 0, 3, 2_000_000_005L, 30, 60, 10, 1000, IPV4)),
        message("04 0c 0050 00000000 02 00000000000000" + PORT, new PortStatus(0, 2, PORT_RECORD)),
        message(
            "04 0d 002c 00000001 ffffffff fffffffd 0010 000000000000" + OUTPUT_2 + "cafebabe",
            new PacketOut(
                1,
                OpenFlow.NO_BUFFER,
                OpenFlow.CONTROLLER,
                List.of(new Action.Output(2, 0)),
                octets("cafebabe"))),
        message(
            "04 0e 0068 00000001 0000000000000001 0000000000000000 00 00 001e 0000 0064"
                + "ffffffff ffffffff ffffffff 0001 0000"
                + IPV4_MATCH
                + APPLY_OUTPUT_2,
            new FlowMod(
                1,
                1,
                0,
                0,
                Command.ADD,
                30,
                0,
                100,
                OpenFlow.NO_BUFFER,
                OpenFlow.ANY,
                OpenFlow.ANY,
                OpenFlow.SEND_FLOW_REMOVED,
                IPV4,
                List.of(new Instruction.ApplyActions(List.of(new Action.Output(2, 0)))))),
        message(
            "04 0e 00b0 00000001 0000000000000001 ffffffffffffffff ff 04 0000 0000 0000"
                + "ffffffff 00000002 00000003 0000 0000"
                + FULL_MATCH
                + "0001 0008 05 000000"
                + "0004 0018 00000000 0016 0008 00000009 0012 0008 08000000"
                + "0006 0008 00000001",
            new FlowMod(
                1,
                1,
                -1,
                0xff,
                Command.DELETE_STRICT,
                0,
                0,
                0,
                OpenFlow.NO_BUFFER,
                2,
                3,
                0,
                new Match(
                    OptionalLong.of(1),
                    OptionalLong.of(0x0200_0000_0002L),
                    OptionalLong.of(0x0200_0000_0001L),
                    OptionalInt.of(0x0800),
                    OptionalInt.of(6),
                    OptionalInt.of(0x0a00_0001),
                    OptionalInt.of(0x0a00_0002),
                    OptionalInt.of(0x1234),
                    OptionalInt.of(80),
                    octets("80001908 0a010000 ffff0000")),
                List.of(
                    new Instruction.GotoTable(5),
                    new Instruction.ApplyActions(
                        List.of(new Action.Group(9), new Action.Other(18, octets("08000000")))),
                    new Instruction.Other(6, octets("00000001"))))),
        message("04 12 0010 00000001 000d 0000 00000000", new PortDescRequest(1)),
        message(
            "04 13 0050 00000001 000d 0001 00000000" + PORT,
            new PortDescReply(1, true, List.of(PORT_RECORD))),
        message(
            "04 12 0018 00000001 0004 0000 00000000 ffffffff 00000000",
            new PortStatsRequest(1, OpenFlow.ANY)),
        message(
            "04 13 0080 00000001 0004 0000 00000000 00000001 00000000"
                + "0000000000000001 0000000000000002 0000000000000003 0000000000000004"
                + "0000000000000005 0000000000000006 0000000000000007 0000000000000008"
                + "0000000000000009 000000000000000a 000000000000000b ffffffffffffffff"
                + "00000001 00000002",
            new PortStatsReply(
                1,
                false,
                List.of(new PortStats(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1, 1_000_000_002L)))),
        message(
            "04 12 0038 00000001 0001 0000 00000000 ff 000000 ffffffff ffffffff 00000000"
                + "0000000000000005 ffffffff00000000 0001 0004 00000000",
            new FlowStatsRequest(
                1, 0xff, OpenFlow.ANY, OpenFlow.ANY, 5, 0xffff_ffff_0000_0000L, Match.ANY)),
        message(
            "04 13 0078 00000001 0001 0001 00000000"
                + "0068 03 00 00000000 00000007 0064 001e 0000 0001 00000000"
                + "0000000000000005 0000000000000006 0000000000000007"
                + IPV4_MATCH
                + APPLY_OUTPUT_2,
            new FlowStatsReply(
                1,
                true,
                List.of(
                    new FlowStats(
                        3,
                        7,
                        100,
                        30,
                        0,
                        1,
                        5,
                        6,
                        7,
                        IPV4,
                        List.of(new Instruction.ApplyActions(List.of(new Action.Output(2, 0)))))))),
        message(
            "04 13 0014 00000001 0003 0001 00000000 01020304",
            new UnknownMultipart(1, 19, 3, 1, octets("01020304"))),
        message("04 14 0008 00000001", new BarrierRequest(1)),
        message("04 15 0008 00000001", new BarrierReply(1)),
        message("04 18 0018 00000001 00000002 00000000 0000000000000005", new RoleRequest(1, 2, 5)),
        message("04 19 0018 00000001 00000003 00000000 0000000000000005", new RoleReply(1, 3, 5)));
  }

  private static Arguments message(String hex, Message message) {
    return Arguments.of(hex.replaceAll("\\s", ""), message);
  }

  private static Octets octets(String hex) {
    return Octets.of(Bytes.of(hex));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void message_decoded_isWhatTheBytesSay(String hex, Message message) {
    assertThat(Bytes.decode(Bytes.of(hex))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void message_encoded_hasTheseBytes(String hex, Message message) {
    assertThat(Bytes.encode(message)).asHexString().isEqualToIgnoringCase(hex);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void message_encodedAndDecoded_isTheSame(long seed) {
    for (Message message : new RandomMessages(seed).all()) {
      assertThat(Bytes.decode(Bytes.encode(message))).isEqualTo(message);
    }
  }

  @Test
  void buffer_withoutRoom_isLeftAsItWas() {
    for (Message message : new RandomMessages(7).all()) {
      int length = Bytes.encode(message).length;
      for (int room = 0; room < length; room++) {
        ByteBuffer out = ByteBuffer.allocate(3 + room).position(3);
        assertThatThrownBy(() -> OpenFlowCodec.encode(message, out))
            .isInstanceOf(BufferOverflowException.class);
        assertThat(out.position()).isEqualTo(3);
      }
      ByteBuffer exact = ByteBuffer.allocateDirect(3 + length).position(3);
      OpenFlowCodec.encode(message, exact);
      assertThat(exact.hasRemaining()).isFalse();
    }
  }

  @Test
  void message_longerThan65535_isRefused() {
    ByteBuffer out = ByteBuffer.allocate(1 << 17);
    Message message = new EchoRequest(1, Octets.of(new byte[OpenFlow.MAX_LENGTH - 7]));
    assertThatThrownBy(() -> OpenFlowCodec.encode(message, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ECHO_REQUEST of 65536 bytes; the longest is 65535");
    assertThat(out.position()).isZero();
  }

  @Test
  void value_thatTheWireCannotSay_isRefused() {
    assertThatThrownBy(() -> new Hello(1, 4, List.of(256)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("versions");
    assertThatThrownBy(() -> new Action.Other(5, octets("01")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("body");
    assertThatThrownBy(() -> new Port(1, 0, "a".repeat(17), 0, 0, 0, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }

  @Test
  void hello_withoutBitmap_offersItsHeadersVersion() {
    assertThat(Bytes.decode(Bytes.of("01 00 0008 00000001")))
        .isEqualTo(new Hello(1, 1, List.of(1)));
  }

  @Test
  void hello_withUnknownElement_isTakenWithoutIt() {
    String hex = "04 00 0018 00000001 0009 0005 ff 000000 0001 0008 00000010";
    assertThat(Bytes.decode(Bytes.of(hex))).isEqualTo(new Hello(1, 4, List.of(4)));
  }

  @Test
  void duration_thatSwitchDoesNotKnow_isMinusOne() {
    byte[] known = Bytes.encode(new PortStatsReply(1, false, List.of(stats(5))));
    byte[] unknown = known.clone();
    for (int i = unknown.length - 8; i < unknown.length; i++) {
      unknown[i] = -1;
    }
    PortStatsReply reply = (PortStatsReply) Bytes.decode(unknown);
    assertThat(reply.ports()).containsExactly(stats(-1));
    assertThat(Bytes.encode(reply)).isEqualTo(unknown);
  }

  private static PortStats stats(long duration) {
    return new PortStats(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, duration);
  }

  @Test
  void length_ofHeader_isReadWithoutMovingOn() {
    ByteBuffer header = ByteBuffer.wrap(Bytes.of("ffff 04 0a 1234 00000000")).position(2);
    assertThat(OpenFlowCodec.length(header)).isEqualTo(0x1234);
    assertThat(header.position()).isEqualTo(2);
  }
}
