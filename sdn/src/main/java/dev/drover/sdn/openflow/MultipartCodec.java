package dev.drover.sdn.openflow;

import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.PortDescReply;
import dev.drover.sdn.openflow.Message.PortDescRequest;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.UnknownMultipart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Multipart messages: section 7.3.5. A reply may come in several; each is a message here. */
final class MultipartCodec {
  private static final int FLOW = 1;
  private static final int PORT_STATS = 4;
  private static final int PORT_DESC = 13;

  /** The flag: others follow. */
  private static final int MORE = 1;

  private MultipartCodec() {}

  static Message readRequest(Input in, int xid) {
    int kind = in.u16();
    int flags = in.u16();
    in.skip(4);
    if (flags != 0) {
      // Of the kinds that Drover asks for, none can be asked for in several messages.
      return new UnknownMultipart(xid, Type.MULTIPART_REQUEST, kind, flags, in.rest());
    }
    return switch (kind) {
      case FLOW -> FlowCodec.readRequest(in, xid);
      case PORT_STATS -> {
        long port = in.u32();
        in.skip(4);
        yield new PortStatsRequest(xid, port);
      }
      case PORT_DESC -> new PortDescRequest(xid);
      default -> new UnknownMultipart(xid, Type.MULTIPART_REQUEST, kind, flags, in.rest());
    };
  }

  static Message readReply(Input in, int xid) {
    int kind = in.u16();
    int flags = in.u16();
    in.skip(4);
    boolean more = (flags & MORE) != 0;
    return switch (kind) {
      case FLOW -> new FlowStatsReply(xid, more, all(in, FlowCodec::readStats));
      case PORT_STATS -> new PortStatsReply(xid, more, all(in, PortCodec::readStats));
      case PORT_DESC -> new PortDescReply(xid, more, all(in, PortCodec::readPort));
      default -> new UnknownMultipart(xid, Type.MULTIPART_REPLY, kind, flags, in.rest());
    };
  }

  private static <T> List<T> all(Input in, Function<Input, T> read) {
    List<T> all = new ArrayList<>();
    while (in.remaining() > 0) {
      all.add(read.apply(in));
    }
    return all;
  }

  static void write(ByteBuffer out, FlowStatsRequest request) {
    head(out, FLOW, 0);
    FlowCodec.writeRequest(out, request);
  }

  static void write(ByteBuffer out, PortStatsRequest request) {
    head(out, PORT_STATS, 0);
    out.putInt((int) request.port()).putInt(0);
  }

  static void writePortDescRequest(ByteBuffer out) {
    head(out, PORT_DESC, 0);
  }

  static void write(ByteBuffer out, FlowStatsReply reply) {
    write(out, FLOW, reply.more(), reply.flows(), FlowCodec::writeStats);
  }

  static void write(ByteBuffer out, PortStatsReply reply) {
    write(out, PORT_STATS, reply.more(), reply.ports(), PortCodec::writeStats);
  }

  static void write(ByteBuffer out, PortDescReply reply) {
    write(out, PORT_DESC, reply.more(), reply.ports(), PortCodec::writePort);
  }

  static void write(ByteBuffer out, UnknownMultipart unknown) {
    head(out, unknown.kind(), unknown.flags());
    unknown.body().write(out);
  }

  private static <T> void write(
      ByteBuffer out, int kind, boolean more, List<T> all, BiConsumer<ByteBuffer, T> one) {
    head(out, kind, more ? MORE : 0);
    for (T each : all) {
      one.accept(out, each);
    }
  }

  private static void head(ByteBuffer out, int kind, int flags) {
    out.putShort((short) kind).putShort((short) flags).putInt(0);
  }
}
