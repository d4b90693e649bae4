package dev.drover.sdn.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowModFlags;
import org.projectfloodlight.openflow.protocol.OFFlowRemovedReason;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPacketInReason;
import org.projectfloodlight.openflow.protocol.OFPortConfig;
import org.projectfloodlight.openflow.protocol.OFPortFeatures;
import org.projectfloodlight.openflow.protocol.OFPortState;
import org.projectfloodlight.openflow.protocol.OFStatsReplyFlags;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.protocol.oxm.OFOxm;
import org.projectfloodlight.openflow.types.ArpOpcode;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.MacAddress;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U64;

/** OpenFlowJ, which others wrote from the same specification, must agree in both directions. */
final class OpenFlowJTest {
  private static final OFFactory FACTORY = OFFactories.getFactory(OFVersion.OF_13);

  private static byte[] written(OFMessage message) {
    ByteBuf out = Unpooled.buffer();
    message.writeTo(out);
    return ByteBufUtil.getBytes(out);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void message_readAndWrittenByOpenFlowJ_isTheSame(long seed) throws OFParseError {
    for (Message message : new RandomMessages(seed).standard()) {
      byte[] ours = Bytes.encode(message);
      OFMessage theirs =
          Objects.requireNonNull(FACTORY.getReader().readFrom(Unpooled.wrappedBuffer(ours)));
      // It sorts the fields of a match, so that the bytes may come back in another order.
      assertThat(written(theirs)).as("%s", message).hasSameSizeAs(ours);
      assertThat(Bytes.decode(written(theirs))).isEqualTo(message);
      assertThat((int) theirs.getXid()).isEqualTo(message.xid());
    }
  }

  private static void same(OFMessage theirs, Message ours) throws OFParseError {
    byte[] bytes = written(theirs);
    assertThat(Bytes.decode(bytes)).isEqualTo(ours);
    assertThat(Bytes.encode(ours)).hasSameSizeAs(bytes);
    assertThat(FACTORY.getReader().readFrom(Unpooled.wrappedBuffer(Bytes.encode(ours))))
        .isEqualTo(theirs);
  }

  @Test
  void flowMod_ofOpenFlowJ_isOurs() throws OFParseError {
    same(
        FACTORY
            .buildFlowAdd()
            .setXid(7)
            .setCookie(U64.of(0x1234_5678_9abc_def0L))
            .setTableId(TableId.of(3))
            .setIdleTimeout(30)
            .setHardTimeout(60)
            .setPriority(200)
            .setBufferId(OFBufferId.NO_BUFFER)
            .setOutPort(OFPort.ANY)
            .setOutGroup(OFGroup.ANY)
            .setFlags(Set.of(OFFlowModFlags.SEND_FLOW_REM))
            .setMatch(
                FACTORY
                    .buildMatch()
                    .setExact(MatchField.IN_PORT, OFPort.of(9))
                    .setExact(MatchField.ETH_DST, MacAddress.of(0x0200_0000_0002L))
                    .setExact(MatchField.ETH_SRC, MacAddress.of(0x0200_0000_0001L))
                    .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                    .setExact(MatchField.IP_PROTO, IpProtocol.TCP)
                    .setExact(MatchField.IPV4_SRC, IPv4Address.of("10.0.0.1"))
                    .setExact(MatchField.IPV4_DST, IPv4Address.of("10.0.0.2"))
                    .setExact(MatchField.TCP_SRC, TransportPort.of(4660))
                    .setExact(MatchField.TCP_DST, TransportPort.of(80))
                    .build())
            .setInstructions(
                List.of(
                    FACTORY
                        .instructions()
                        .applyActions(
                            List.of(
                                FACTORY.actions().output(OFPort.of(2), 0xffff),
                                FACTORY.actions().group(OFGroup.of(5)))),
                    FACTORY.instructions().gotoTable(TableId.of(4))))
            .build(),
        new FlowMod(
            7,
            0x1234_5678_9abc_def0L,
            0,
            3,
            Command.ADD,
            30,
            60,
            200,
            OpenFlow.NO_BUFFER,
            OpenFlow.ANY,
            OpenFlow.ANY,
            OpenFlow.SEND_FLOW_REMOVED,
            new Match(
                OptionalLong.of(9),
                OptionalLong.of(0x0200_0000_0002L),
                OptionalLong.of(0x0200_0000_0001L),
                OptionalInt.of(0x0800),
                OptionalInt.of(6),
                OptionalInt.of(0x0a00_0001),
                OptionalInt.of(0x0a00_0002),
                OptionalInt.of(4660),
                OptionalInt.of(80),
                Octets.EMPTY),
            List.of(
                new Instruction.ApplyActions(
                    List.of(new Action.Output(2, 0xffff), new Action.Group(5))),
                new Instruction.GotoTable(4))));
  }

  @Test
  void answersToArp_areReadByOpenFlowJ() throws OFParseError {
    same(
        FACTORY
            .buildFlowAdd()
            .setXid(8)
            .setCookie(U64.of(1))
            .setPriority(1100)
            .setBufferId(OFBufferId.NO_BUFFER)
            .setOutPort(OFPort.ANY)
            .setOutGroup(OFGroup.ANY)
            .setMatch(
                FACTORY
                    .buildMatch()
                    .setExact(MatchField.ETH_DST, MacAddress.of(0x0200_0000_0002L))
                    .setExact(MatchField.ETH_SRC, MacAddress.of(0x0200_0000_0001L))
                    .setExact(MatchField.ETH_TYPE, EthType.ARP)
                    .setExact(MatchField.ARP_OP, ArpOpcode.REQUEST)
                    .setExact(MatchField.ARP_SPA, IPv4Address.of("10.0.0.1"))
                    .setExact(MatchField.ARP_TPA, IPv4Address.of("10.0.0.2"))
                    .build())
            .setInstructions(
                List.of(
                    FACTORY
                        .instructions()
                        .applyActions(
                            List.of(
                                set(FACTORY.oxms().ethDst(MacAddress.of(0x0200_0000_0001L))),
                                set(FACTORY.oxms().ethSrc(MacAddress.of(0x0200_0000_0002L))),
                                set(FACTORY.oxms().arpOp(ArpOpcode.REPLY)),
                                set(FACTORY.oxms().arpSpa(IPv4Address.of("10.0.0.2"))),
                                set(FACTORY.oxms().arpSha(MacAddress.of(0x0200_0000_0002L))),
                                set(FACTORY.oxms().arpTpa(IPv4Address.of("10.0.0.1"))),
                                set(FACTORY.oxms().arpTha(MacAddress.of(0x0200_0000_0001L))),
                                FACTORY.actions().output(OFPort.IN_PORT, 0)))))
            .build(),
        new FlowMod(
            8,
            1,
            0,
            0,
            Command.ADD,
            0,
            0,
            1100,
            OpenFlow.NO_BUFFER,
            OpenFlow.ANY,
            OpenFlow.ANY,
            0,
            ArpFields.request(0x0200_0000_0001L, 0x0a00_0001, 0x0200_0000_0002L, 0x0a00_0002),
            List.of(
                new Instruction.ApplyActions(
                    ArpFields.answer(
                        0x0200_0000_0001L, 0x0a00_0001, 0x0200_0000_0002L, 0x0a00_0002)))));
  }

  private static OFAction set(OFOxm<?> field) {
    return FACTORY.actions().setField(field);
  }

  @Test
  void packets_ofOpenFlowJ_areOurs() throws OFParseError {
    byte[] frame = Bytes.of("020000000002 020000000001 0800 45");
    same(
        FACTORY
            .buildPacketIn()
            .setXid(1)
            .setBufferId(OFBufferId.NO_BUFFER)
            .setTotalLen(frame.length)
            .setReason(OFPacketInReason.ACTION)
            .setTableId(TableId.of(2))
            .setCookie(U64.of(5))
            .setMatch(FACTORY.buildMatch().setExact(MatchField.IN_PORT, OFPort.of(3)).build())
            .setData(frame)
            .build(),
        new PacketIn(1, OpenFlow.NO_BUFFER, frame.length, 1, 2, 5, 3, Octets.of(frame)));
    same(
        FACTORY
            .buildPacketOut()
            .setXid(2)
            .setBufferId(OFBufferId.NO_BUFFER)
            .setInPort(OFPort.CONTROLLER)
            .setActions(List.of(FACTORY.actions().output(OFPort.of(4), 0)))
            .setData(frame)
            .build(),
        new PacketOut(
            2,
            OpenFlow.NO_BUFFER,
            OpenFlow.CONTROLLER,
            List.of(new Action.Output(4, 0)),
            Octets.of(frame)));
  }

  @Test
  void flowRemoved_ofOpenFlowJ_isOurs() throws OFParseError {
    same(
        FACTORY
            .buildFlowRemoved()
            .setXid(3)
            .setCookie(U64.of(77))
            .setPriority(100)
            .setReason(OFFlowRemovedReason.HARD_TIMEOUT)
            .setTableId(TableId.of(1))
            .setDurationSec(3)
            .setDurationNsec(4)
            .setIdleTimeout(5)
            .setHardTimeout(6)
            .setPacketCount(U64.of(7))
            .setByteCount(U64.of(8))
            .setMatch(
                FACTORY
                    .buildMatch()
                    .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                    .setExact(MatchField.IPV4_SRC, IPv4Address.of("10.0.0.1"))
                    .setExact(MatchField.IPV4_DST, IPv4Address.of("10.0.0.2"))
                    .build())
            .build(),
        new FlowRemoved(
            3, 77, 100, 1, 1, 3_000_000_004L, 5, 6, 7, 8, Match.ipv4(0x0a00_0001, 0x0a00_0002)));
  }

  @Test
  void ports_ofOpenFlowJ_areOurs() throws OFParseError {
    same(
        FACTORY
            .buildPortDescStatsReply()
            .setXid(4)
            .setFlags(Set.of(OFStatsReplyFlags.REPLY_MORE))
            .setEntries(
                List.of(
                    FACTORY
                        .buildPortDesc()
                        .setPortNo(OFPort.of(1))
                        .setHwAddr(MacAddress.of(0x0200_0000_00aaL))
                        .setName("s1-eth1")
                        .setConfig(Set.of(OFPortConfig.PORT_DOWN))
                        .setState(Set.of(OFPortState.LINK_DOWN))
                        .setCurr(Set.of(OFPortFeatures.PF_10GB_FD))
                        .setAdvertised(Set.of())
                        .setSupported(Set.of(OFPortFeatures.PF_1GB_FD))
                        .setPeer(Set.of())
                        .setCurrSpeed(10_000_000)
                        .setMaxSpeed(0xffff_ffffL)
                        .build()))
            .build(),
        new PortDescReply(
            4,
            true,
            List.of(
                new Message.Port(
                    1,
                    0x0200_0000_00aaL,
                    "s1-eth1",
                    1,
                    1,
                    1 << 6,
                    0,
                    1 << 5,
                    0,
                    10_000_000,
                    0xffff_ffffL))));
    same(
        FACTORY
            .buildPortStatsReply()
            .setXid(5)
            .setEntries(
                List.of(
                    FACTORY
                        .buildPortStatsEntry()
                        .setPortNo(OFPort.LOCAL)
                        .setRxPackets(U64.of(1))
                        .setTxPackets(U64.of(2))
                        .setRxBytes(U64.of(3))
                        .setTxBytes(U64.of(4))
                        .setRxDropped(U64.of(5))
                        .setTxDropped(U64.of(6))
                        .setRxErrors(U64.of(7))
                        .setTxErrors(U64.of(8))
                        .setRxFrameErr(U64.of(9))
                        .setRxOverErr(U64.of(10))
                        .setRxCrcErr(U64.of(11))
                        .setCollisions(U64.of(-1))
                        .setDurationSec(12)
                        .setDurationNsec(13)
                        .build()))
            .build(),
        new PortStatsReply(
            5,
            false,
            List.of(
                new Message.PortStats(
                    OpenFlow.LOCAL, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1, 12_000_000_013L))));
  }
}
