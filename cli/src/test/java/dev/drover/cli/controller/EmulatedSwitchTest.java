package dev.drover.cli.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message;
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
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.UnknownMultipart;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.openflow.OpenFlowCodec;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Ipv4;
import dev.drover.sdn.packet.Frame.Lldp;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class EmulatedSwitchTest {
  private static final int HOSTS = 64;
  private static final int PORTS = 16;
  private static final int FLOWS = 8;

  private final Questions questions =
      new Questions(
          new Hosts(1, PORTS), new HostPairs(HOSTS, PORTS, 1), new FlowMemory(FLOWS), HOSTS);
  private final EmulatedSwitch one = new EmulatedSwitch(1, PORTS, questions);
  private final ByteBuffer out = ByteBuffer.allocate(1 << 16);
  private final Histogram latencies = new Histogram(3);
  private long now = 1_000;

  /** {@return what the switch says to a controller's messages} */
  private List<Message> told(Message... messages) {
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    for (Message message : messages) {
      OpenFlowCodec.encode(message, in);
    }
    one.receive(in.flip(), out, now);
    assertThat(in.hasRemaining()).isFalse();
    return said();
  }

  private List<Message> said() {
    List<Message> said = new ArrayList<>();
    out.flip();
    while (out.hasRemaining()) {
      int end = out.position() + OpenFlowCodec.length(out);
      said.add(OpenFlowCodec.decode(out.duplicate().limit(end)));
      out.position(end);
    }
    out.clear();
    return said;
  }

  private PacketIn asked() {
    List<Message> said = said();
    assertThat(said).singleElement().isInstanceOf(PacketIn.class);
    return (PacketIn) said.getFirst();
  }

  private PacketIn begin() {
    questions.begin(1, out, now);
    questions.count(latencies);
    return asked();
  }

  private static Ipv4 packet(PacketIn in) {
    return (Ipv4) Frame.decode(in.data()).orElseThrow();
  }

  private static PacketOut forwarded(PacketIn in) {
    int port = 1 + Hosts.host(packet(in).destinationAddress()) % PORTS;
    return out(in, port);
  }

  private static PacketOut out(PacketIn in, long port) {
    return new PacketOut(
        1, OpenFlow.NO_BUFFER, in.inPort(), List.of(new Action.Output(port, 0)), in.data());
  }

  private static FlowMod flow(Match match, int flags) {
    return new FlowMod(
        1,
        77,
        0,
        2,
        Command.ADD,
        30,
        0,
        100,
        OpenFlow.NO_BUFFER,
        OpenFlow.ANY,
        OpenFlow.ANY,
        flags,
        match,
        List.of(new Instruction.ApplyActions(List.of(new Action.Output(2, 0)))));
  }

  private static Match byAddress(PacketIn in) {
    return Match.ipv4(packet(in).sourceAddress(), packet(in).destinationAddress());
  }

  private static Match byMac(PacketIn in) {
    return new Match(
        OptionalLong.of(in.inPort()),
        OptionalLong.of(packet(in).destination()),
        OptionalLong.of(packet(in).source()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Octets.EMPTY);
  }

  @Test
  void handshake_isAnsweredAsASwitchDoes() {
    one.greet(out);
    assertThat(said()).containsExactly(new Hello(0, 4, List.of(4)));
    assertThat(told(new FeaturesRequest(5)))
        .singleElement()
        .isInstanceOfSatisfying(
            FeaturesReply.class, reply -> assertThat(reply.datapathId()).isEqualTo(1));
    assertThat(one.isReady()).isFalse();
    assertThat(
            told(
                new PortDescRequest(6),
                new PortStatsRequest(7, OpenFlow.ANY),
                new BarrierRequest(8),
                new EchoRequest(9, Octets.of((byte) 3)),
                new UnknownMultipart(10, 18, 12, 0, Octets.EMPTY)))
        .satisfiesExactly(
            ports -> assertThat(((PortDescReply) ports).ports()).hasSize(PORTS),
            counters -> assertThat(((PortStatsReply) counters).ports()).hasSize(PORTS),
            barrier -> assertThat(barrier).isEqualTo(new BarrierReply(8)),
            echo -> assertThat(echo).isEqualTo(new EchoReply(9, Octets.of((byte) 3))),
            unknown -> assertThat(unknown).isEqualTo(new ErrorMessage(10, 1, 2, Octets.EMPTY)));
    assertThat(one.isReady()).isTrue();
  }

  @Test
  void question_withFlowAndPacket_isAnsweredAndTheNextIsAsked() {
    PacketIn first = begin();
    now += 5_000;
    assertThat(told(flow(byAddress(first), 0))).isEmpty();
    assertThat(questions.answered()).isZero();
    List<Message> next = told(forwarded(first));
    assertThat(questions.answered()).isEqualTo(1);
    assertThat(latencies.getValueAtPercentile(50)).isBetween(4_990L, 5_010L);
    assertThat(next).singleElement().isNotEqualTo(first).isInstanceOf(PacketIn.class);
  }

  @Test
  void flow_byMac_answersToo() {
    PacketIn first = begin();
    told(forwarded(first), flow(byMac(first), 0));
    assertThat(questions.answered()).isEqualTo(1);
  }

  @Test
  void flowsOfBothDirections_areOneAnswer() {
    PacketIn first = begin();
    Ipv4 packet = packet(first);
    told(
        flow(byAddress(first), 0),
        flow(Match.ipv4(packet.destinationAddress(), packet.sourceAddress()), 0),
        forwarded(first));
    assertThat(questions.answered()).isEqualTo(1);
    assertThat(questions.flowMods()).isEqualTo(2);
  }

  @Test
  void whatIsNoAnswer_answersNothing() {
    PacketIn first = begin();
    Ipv4 packet = packet(first);
    told(
        flow(Match.ipv4(packet.destinationAddress(), packet.sourceAddress()), 0),
        out(first, 0xffff_fffbL),
        flow(Match.ANY, 0),
        new PacketOut(
            1,
            OpenFlow.NO_BUFFER,
            OpenFlow.CONTROLLER,
            List.of(new Action.Output(1, 0)),
            Lldp.of(1, 1, 1, 1).encode(3)),
        forwarded(first),
        forwarded(first));
    assertThat(questions.answered()).isZero();
    assertThat(questions.open()).isEqualTo(1);
    told(flow(byAddress(first), 0));
    assertThat(questions.answered()).isEqualTo(1);
  }

  @Test
  void answer_ofQuestionThatWasGivenUp_isNone() {
    PacketIn first = begin();
    questions.giveUp(now + 1, out, now);
    asked();
    told(flow(byAddress(first), 0), forwarded(first));
    assertThat(questions.unanswered()).isEqualTo(1);
    assertThat(questions.answered()).isZero();
  }

  @Test
  void answers_afterTheStop_askNothingMore() {
    PacketIn first = begin();
    questions.stop();
    assertThat(told(flow(byAddress(first), 0), forwarded(first))).isEmpty();
    assertThat(questions.open()).isZero();
  }

  @Test
  void oldestFlow_whenTheTableIsFull_isToldToWhoWantsToKnow() {
    for (int i = 0; i < FLOWS; i++) {
      assertThat(told(flow(Match.ipv4(i + 1, 9), OpenFlow.SEND_FLOW_REMOVED))).isEmpty();
    }
    assertThat(told(flow(Match.ipv4(50, 9), 0))).isEmpty();
    assertThat(told(flow(Match.ipv4(99, 9), OpenFlow.SEND_FLOW_REMOVED)))
        .containsExactly(
            new FlowRemoved(
                0, 77, 100, 0, 2, 30_000_000_000L, 30, 0, 1, Hosts.FRAME, Match.ipv4(1, 9)));
  }

  @Test
  void message_thatHasNotComeWhole_waits() {
    ByteBuffer in = ByteBuffer.allocate(100);
    OpenFlowCodec.encode(new BarrierRequest(1), in);
    OpenFlowCodec.encode(new BarrierRequest(2), in);
    one.receive(in.flip().limit(13), out, now);
    assertThat(in.position()).isEqualTo(8);
    one.receive(in.limit(16), out, now);
    assertThat(said()).containsExactly(new BarrierReply(1), new BarrierReply(2));
  }

  @Test
  void complaint_ofController_isAFault() {
    assertThatThrownBy(() -> told(new ErrorMessage(1, 4, 5, Octets.EMPTY)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("type 4, code 5");
  }
}
