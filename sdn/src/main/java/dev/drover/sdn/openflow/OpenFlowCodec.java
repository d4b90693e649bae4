package dev.drover.sdn.openflow;

import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.EchoReply;
import dev.drover.sdn.openflow.Message.EchoRequest;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FeaturesRequest;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.Hello;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.openflow.Message.RoleReply;
import dev.drover.sdn.openflow.Message.RoleRequest;
import dev.drover.sdn.openflow.Message.SetConfig;
import dev.drover.sdn.openflow.Message.Unknown;
import dev.drover.sdn.openflow.Message.UnknownMultipart;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Messages to bytes and back. Section numbers in this package are those of the specification 1.3.5.
 *
 * <p>Encoding what was decoded gives the same bytes, with these exceptions, none of which changes
 * what is meant: padding becomes zero; match fields come in one order; a hello has a bitmap and
 * nothing else; of a packet-in's match, the port alone is kept.
 *
 * <p>Packet-ins are decoded, and flow mods and packet-outs encoded, for every new flow: these
 * allocate the message and nothing else, and copy a frame once.
 */
public final class OpenFlowCodec {
  private OpenFlowCodec() {}

  /**
   * {@return how long the message is that starts at the position of {@code header}, 8 to 65535; the
   * position stays}
   *
   * @param header with 8 bytes or more
   * @throws MalformedMessage when no such message can be
   */
  public static int length(ByteBuffer header) {
    int at = header.position();
    int version = header.get(at) & 0xff;
    int type = header.get(at + 1) & 0xff;
    int length = header.getShort(at + 2) & 0xffff;
    // Only these are sent before the version is agreed on, and they are alike in all versions.
    if (version != OpenFlow.VERSION && type != Type.HELLO && type != Type.ERROR) {
      throw new MalformedMessage(
          Type.name(type) + ": version " + version + " instead of 4 (offset 0)");
    }
    if (length < OpenFlow.HEADER) {
      throw new MalformedMessage(
          Type.name(type) + ": a length of " + length + ", less than the header's 8 (offset 2)");
    }
    return length;
  }

  /**
   * Decodes one message, from the position of {@code message} to its limit. The position is at the
   * limit afterwards, also when it throws.
   *
   * @throws MalformedMessage saying what is wrong and at which offset of the message
   */
  public static Message decode(ByteBuffer message) {
    int start = message.position();
    int end = message.limit();
    if (end - start < OpenFlow.HEADER) {
      message.position(end);
      throw new MalformedMessage("a header of " + (end - start) + " bytes instead of 8 (offset 0)");
    }
    try {
      int length = length(message);
      int type = message.get(start + 1) & 0xff;
      if (length != end - start) {
        throw new MalformedMessage(
            Type.name(type)
                + ": a length of "
                + length
                + " where there are "
                + (end - start)
                + " bytes (offset 2)");
      }
      return decode(message, type);
    } finally {
      message.limit(end).position(end);
    }
  }

  private static Message decode(ByteBuffer message, int type) {
    Input in = new Input(message, type);
    try {
      int version = in.u8();
      in.skip(3);
      Message decoded = body(in, type, version, in.i32());
      if (in.remaining() > 0) {
        throw in.malformed(in.remaining() + " bytes too many");
      }
      return decoded;
    } catch (BufferUnderflowException e) {
      throw in.cutShort();
    }
  }

  private static Message body(Input in, int type, int version, int xid) {
    return switch (type) {
      case Type.HELLO -> HelloCodec.read(in, xid, version);
      case Type.ERROR -> new ErrorMessage(xid, in.u16(), in.u16(), in.rest());
      case Type.ECHO_REQUEST -> new EchoRequest(xid, in.rest());
      case Type.ECHO_REPLY -> new EchoReply(xid, in.rest());
      case Type.FEATURES_REQUEST -> new FeaturesRequest(xid);
      case Type.FEATURES_REPLY -> features(in, xid);
      case Type.SET_CONFIG -> new SetConfig(xid, in.u16(), in.u16());
      case Type.PACKET_IN -> packetIn(in, xid);
      case Type.FLOW_REMOVED -> FlowCodec.readRemoved(in, xid);
      case Type.PORT_STATUS -> portStatus(in, xid);
      case Type.PACKET_OUT -> packetOut(in, xid);
      case Type.FLOW_MOD -> FlowCodec.readMod(in, xid);
      case Type.MULTIPART_REQUEST -> MultipartCodec.readRequest(in, xid);
      case Type.MULTIPART_REPLY -> MultipartCodec.readReply(in, xid);
      case Type.BARRIER_REQUEST -> new BarrierRequest(xid);
      case Type.BARRIER_REPLY -> new BarrierReply(xid);
      case Type.ROLE_REQUEST -> new RoleRequest(xid, role(in), in.i64());
      case Type.ROLE_REPLY -> new RoleReply(xid, role(in), in.i64());
      default -> new Unknown(xid, type, in.rest());
    };
  }

  private static FeaturesReply features(Input in, int xid) {
    long datapath = in.i64();
    long buffers = in.u32();
    int tables = in.u8();
    int auxiliary = in.u8();
    in.skip(2);
    long capabilities = in.u32();
    in.skip(4);
    return new FeaturesReply(xid, datapath, buffers, tables, auxiliary, capabilities);
  }

  private static PacketIn packetIn(Input in, int xid) {
    long buffer = in.u32();
    int total = in.u16();
    int reason = in.u8();
    int table = in.u8();
    long cookie = in.i64();
    long port = MatchCodec.readInPort(in);
    in.skip(2);
    return new PacketIn(xid, buffer, total, reason, table, cookie, port, in.rest());
  }

  private static PacketOut packetOut(Input in, int xid) {
    long buffer = in.u32();
    long port = in.u32();
    int length = in.u16();
    in.skip(6);
    int outer = in.enter(length, "actions");
    var actions = InstructionCodec.readActions(in);
    in.leave(outer, "actions");
    return new PacketOut(xid, buffer, port, actions, in.rest());
  }

  private static PortStatus portStatus(Input in, int xid) {
    int reason = in.u8();
    in.skip(7);
    return new PortStatus(xid, reason, PortCodec.readPort(in));
  }

  private static int role(Input in) {
    int role = in.i32();
    in.skip(4);
    return role;
  }

  /**
   * Appends a message at the position of {@code out}.
   *
   * @throws BufferOverflowException when {@code out} has no room for it; its position is where it
   *     was
   * @throws IllegalArgumentException when the message is longer than OpenFlow can say; likewise
   */
  public static void encode(Message message, ByteBuffer out) {
    int start = out.position();
    boolean done = false;
    try {
      out.putInt(OpenFlow.VERSION << 24).putInt(message.xid());
      int type = write(message, out, start);
      int length = out.position() - start;
      if (length > OpenFlow.MAX_LENGTH) {
        throw new IllegalArgumentException(
            Type.name(type) + " of " + length + " bytes; the longest is " + OpenFlow.MAX_LENGTH);
      }
      out.put(start + 1, (byte) type).putShort(start + 2, (short) length);
      done = true;
    } finally {
      if (!done) {
        out.position(start);
      }
    }
  }

  /** Writes what follows the header; {@return the type} */
  private static int write(Message message, ByteBuffer out, int start) {
    return switch (message) {
      case FlowMod mod -> {
        FlowCodec.writeMod(out, mod);
        yield Type.FLOW_MOD;
      }
      case PacketOut packet -> {
        write(out, packet);
        yield Type.PACKET_OUT;
      }
      case PacketIn packet -> {
        write(out, packet);
        yield Type.PACKET_IN;
      }
      case Hello hello -> {
        out.put(start, (byte) hello.headerVersion());
        HelloCodec.write(out, hello);
        yield Type.HELLO;
      }
      case ErrorMessage error -> {
        out.putShort((short) error.type()).putShort((short) error.code());
        error.data().write(out);
        yield Type.ERROR;
      }
      case EchoRequest echo -> {
        echo.data().write(out);
        yield Type.ECHO_REQUEST;
      }
      case EchoReply echo -> {
        echo.data().write(out);
        yield Type.ECHO_REPLY;
      }
      case FeaturesRequest _ -> Type.FEATURES_REQUEST;
      case FeaturesReply features -> {
        out.putLong(features.datapathId()).putInt((int) features.buffers());
        out.put((byte) features.tables()).put((byte) features.auxiliaryId()).putShort((short) 0);
        out.putInt((int) features.capabilities()).putInt(0);
        yield Type.FEATURES_REPLY;
      }
      case SetConfig config -> {
        out.putShort((short) config.flags()).putShort((short) config.missSendLength());
        yield Type.SET_CONFIG;
      }
      case FlowRemoved removed -> {
        FlowCodec.writeRemoved(out, removed);
        yield Type.FLOW_REMOVED;
      }
      case PortStatus status -> {
        out.putLong((long) status.reason() << 56);
        PortCodec.writePort(out, status.port());
        yield Type.PORT_STATUS;
      }
      case BarrierRequest _ -> Type.BARRIER_REQUEST;
      case BarrierReply _ -> Type.BARRIER_REPLY;
      case RoleRequest role -> {
        out.putInt(role.role()).putInt(0).putLong(role.generation());
        yield Type.ROLE_REQUEST;
      }
      case RoleReply role -> {
        out.putInt(role.role()).putInt(0).putLong(role.generation());
        yield Type.ROLE_REPLY;
      }
      case PortDescRequest _ -> {
        MultipartCodec.writePortDescRequest(out);
        yield Type.MULTIPART_REQUEST;
      }
      case PortStatsRequest request -> {
        MultipartCodec.write(out, request);
        yield Type.MULTIPART_REQUEST;
      }
      case FlowStatsRequest request -> {
        MultipartCodec.write(out, request);
        yield Type.MULTIPART_REQUEST;
      }
      case PortDescReply reply -> {
        MultipartCodec.write(out, reply);
        yield Type.MULTIPART_REPLY;
      }
      case PortStatsReply reply -> {
        MultipartCodec.write(out, reply);
        yield Type.MULTIPART_REPLY;
      }
      case FlowStatsReply reply -> {
        MultipartCodec.write(out, reply);
        yield Type.MULTIPART_REPLY;
      }
      case UnknownMultipart unknown -> {
        MultipartCodec.write(out, unknown);
        yield unknown.type();
      }
      case Unknown unknown -> {
        unknown.body().write(out);
        yield unknown.type();
      }
    };
  }

  private static void write(ByteBuffer out, PacketIn packet) {
    out.putInt((int) packet.bufferId()).putShort((short) packet.totalLength());
    out.put((byte) packet.reason()).put((byte) packet.tableId()).putLong(packet.cookie());
    MatchCodec.writeInPort(out, packet.inPort());
    out.putShort((short) 0);
    packet.data().write(out);
  }

  private static void write(ByteBuffer out, PacketOut packet) {
    out.putInt((int) packet.bufferId()).putInt((int) packet.inPort());
    int actions = out.position();
    out.putLong(0);
    InstructionCodec.writeActions(out, packet.actions());
    out.putShort(actions, (short) (out.position() - actions - 8));
    packet.data().write(out);
  }
}
