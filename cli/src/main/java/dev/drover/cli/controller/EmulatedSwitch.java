package dev.drover.cli.controller;

import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStats;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.RoleReply;
import dev.drover.sdn.openflow.Message.RoleRequest;
import dev.drover.sdn.openflow.Message.Unknown;
import dev.drover.sdn.openflow.Message.UnknownMultipart;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.openflow.OpenFlowCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a switch says, without its socket. It has hosts at its ports and no links; it takes all
 * flows and forwards nothing. What it is told about packets goes to {@link Questions}, all else is
 * answered as a switch does.
 */
final class EmulatedSwitch {
  private static final int FLOW_MOD = 14;
  private static final int PACKET_OUT = 13;
  private static final int GET_CONFIG_REQUEST = 7;
  private static final int GET_CONFIG_REPLY = 8;
  private static final int MULTIPART_REQUEST = 18;
  private static final int MULTIPART_REPLY = 19;
  private static final int DESCRIPTION = 0;
  private static final int DESCRIPTION_LENGTH = 1056;
  private static final int BAD_REQUEST = 1;
  private static final int BAD_MULTIPART = 2;
  private static final int TEN_GIGABIT = 10_000_000;

  /** Flow statistics, table statistics, port statistics. */
  private static final int CAPABILITIES = 7;

  private final int number;
  private final List<Port> ports = new ArrayList<>();
  private final Questions questions;
  private boolean ready;

  /**
   * A switch.
   *
   * @param number 1 to 255, its datapath id too
   */
  EmulatedSwitch(int number, int ports, Questions questions) {
    this.number = number;
    this.questions = questions;
    for (int port = 1; port <= ports; port++) {
      long mac = 0x0600_0000_0000L | (long) number << 16 | port;
      this.ports.add(new Port(port, mac, "p" + port, 0, 0, 0, 0, 0, 0, TEN_GIGABIT, TEN_GIGABIT));
    }
  }

  /** {@return whether the controller knows who it is: it has asked for more than the features} */
  boolean isReady() {
    return ready;
  }

  Questions questions() {
    return questions;
  }

  /** Appends what it says first. */
  void greet(ByteBuffer out) {
    OpenFlowCodec.encode(new Hello(0, OpenFlow.VERSION, List.of(OpenFlow.VERSION)), out);
  }

  /**
   * Takes all whole messages of {@code in}, and appends answers.
   *
   * @param nanos when they came
   */
  void receive(ByteBuffer in, ByteBuffer out, long nanos) {
    while (in.remaining() >= OpenFlow.HEADER) {
      int at = in.position();
      int length = OpenFlowCodec.length(in);
      if (in.remaining() < length) {
        return;
      }
      switch (in.get(at + 1)) {
        case FLOW_MOD -> {
          ready = true;
          questions.flowMod(in, at, length, out, nanos);
        }
        case PACKET_OUT -> questions.packetOut(in, at, length, out, nanos);
        default -> {
          int limit = in.limit();
          answer(OpenFlowCodec.decode(in.limit(at + length)), out);
          in.limit(limit);
        }
      }
      in.position(at + length);
    }
  }

  private void answer(Message message, ByteBuffer out) {
    int xid = message.xid();
    switch (message) {
      case EchoRequest echo -> OpenFlowCodec.encode(new EchoReply(xid, echo.data()), out);
      case FeaturesRequest _ ->
          OpenFlowCodec.encode(new FeaturesReply(xid, number, 0, 254, 0, CAPABILITIES), out);
      case BarrierRequest _ -> {
        ready = true;
        OpenFlowCodec.encode(new BarrierReply(xid), out);
      }
      case RoleRequest role ->
          OpenFlowCodec.encode(new RoleReply(xid, role.role(), role.generation()), out);
      case PortDescRequest _ -> {
        ready = true;
        OpenFlowCodec.encode(new PortDescReply(xid, false, ports), out);
      }
      case PortStatsRequest _ ->
          OpenFlowCodec.encode(new PortStatsReply(xid, false, idleCounters()), out);
      case FlowStatsRequest _ ->
          OpenFlowCodec.encode(new FlowStatsReply(xid, false, List.of()), out);
      case UnknownMultipart multipart when multipart.type() == MULTIPART_REQUEST ->
          OpenFlowCodec.encode(multipart(multipart), out);
      case Unknown(_, int type, _) when type == GET_CONFIG_REQUEST -> {
        ready = true;
        Octets wholeFrames = Octets.of((byte) 0, (byte) 0, (byte) 0xff, (byte) 0xff);
        OpenFlowCodec.encode(new Unknown(xid, GET_CONFIG_REPLY, wholeFrames), out);
      }
      case Message.SetConfig _ -> ready = true;
      case ErrorMessage error ->
          throw new IllegalStateException(
              "the controller complains: type " + error.type() + ", code " + error.code());
      default -> {
        // A switch has nothing to say to the rest.
      }
    }
  }

  private static Message multipart(UnknownMultipart request) {
    return request.kind() == DESCRIPTION
        ? new UnknownMultipart(
            request.xid(), MULTIPART_REPLY, DESCRIPTION, 0, Octets.of(new byte[DESCRIPTION_LENGTH]))
        : new ErrorMessage(request.xid(), BAD_REQUEST, BAD_MULTIPART, Octets.EMPTY);
  }

  private List<PortStats> idleCounters() {
    return ports.stream()
        .map(port -> new PortStats(port.number(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        .toList();
  }
}
