package dev.drover.sdn.openflow;

import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import java.nio.ByteBuffer;

/** Flows: sections 7.3.4.1, 7.4.2 and 7.3.5.2. */
final class FlowCodec {
  private FlowCodec() {}

  static FlowMod readMod(Input in, int xid) {
    long cookie = in.i64();
    long cookieMask = in.i64();
    int table = in.u8();
    Command command = command(in);
    int idle = in.u16();
    int hard = in.u16();
    int priority = in.u16();
    long buffer = in.u32();
    long outPort = in.u32();
    long outGroup = in.u32();
    int flags = in.u16();
    in.skip(2);
    return new FlowMod(
        xid,
        cookie,
        cookieMask,
        table,
        command,
        idle,
        hard,
        priority,
        buffer,
        outPort,
        outGroup,
        flags,
        MatchCodec.read(in),
        InstructionCodec.readInstructions(in));
  }

  private static Command command(Input in) {
    int code = in.u8();
    return switch (code) {
      case 0 -> Command.ADD;
      case 1 -> Command.MODIFY;
      case 2 -> Command.MODIFY_STRICT;
      case 3 -> Command.DELETE;
      case 4 -> Command.DELETE_STRICT;
      default -> throw in.malformed("command " + code + ", which is none");
    };
  }

  private static int code(Command command) {
    return switch (command) {
      case ADD -> 0;
      case MODIFY -> 1;
      case MODIFY_STRICT -> 2;
      case DELETE -> 3;
      case DELETE_STRICT -> 4;
    };
  }

  static void writeMod(ByteBuffer out, FlowMod mod) {
    out.putLong(mod.cookie()).putLong(mod.cookieMask());
    out.put((byte) mod.tableId()).put((byte) code(mod.command()));
    out.putShort((short) mod.idleTimeout()).putShort((short) mod.hardTimeout());
    out.putShort((short) mod.priority());
    out.putInt((int) mod.bufferId()).putInt((int) mod.outPort()).putInt((int) mod.outGroup());
    out.putShort((short) mod.flags()).putShort((short) 0);
    MatchCodec.write(out, mod.match());
    InstructionCodec.writeInstructions(out, mod.instructions());
  }

  static FlowRemoved readRemoved(Input in, int xid) {
    long cookie = in.i64();
    int priority = in.u16();
    int reason = in.u8();
    int table = in.u8();
    long duration = PortCodec.readDuration(in);
    int idle = in.u16();
    int hard = in.u16();
    long packets = in.i64();
    long bytes = in.i64();
    return new FlowRemoved(
        xid,
        cookie,
        priority,
        reason,
        table,
        duration,
        idle,
        hard,
        packets,
        bytes,
        MatchCodec.read(in));
  }

  static void writeRemoved(ByteBuffer out, FlowRemoved removed) {
    out.putLong(removed.cookie()).putShort((short) removed.priority());
    out.put((byte) removed.reason()).put((byte) removed.tableId());
    PortCodec.writeDuration(out, removed.durationNanos());
    out.putShort((short) removed.idleTimeout()).putShort((short) removed.hardTimeout());
    out.putLong(removed.packets()).putLong(removed.bytes());
    MatchCodec.write(out, removed.match());
  }

  static FlowStatsRequest readRequest(Input in, int xid) {
    int table = in.u8();
    in.skip(3);
    long outPort = in.u32();
    long outGroup = in.u32();
    in.skip(4);
    return new FlowStatsRequest(
        xid, table, outPort, outGroup, in.i64(), in.i64(), MatchCodec.read(in));
  }

  static void writeRequest(ByteBuffer out, FlowStatsRequest request) {
    out.putInt(request.tableId() << 24);
    out.putInt((int) request.outPort()).putInt((int) request.outGroup()).putInt(0);
    out.putLong(request.cookie()).putLong(request.cookieMask());
    MatchCodec.write(out, request.match());
  }

  static FlowStats readStats(Input in) {
    int length = in.u16();
    if (length < 2) {
      throw in.malformed("flow of " + length + " bytes");
    }
    int outer = in.enter(length - 2, "flow");
    int table = in.u8();
    in.skip(1);
    long duration = PortCodec.readDuration(in);
    int priority = in.u16();
    int idle = in.u16();
    int hard = in.u16();
    int flags = in.u16();
    in.skip(4);
    FlowStats stats =
        new FlowStats(
            table,
            duration,
            priority,
            idle,
            hard,
            flags,
            in.i64(),
            in.i64(),
            in.i64(),
            MatchCodec.read(in),
            InstructionCodec.readInstructions(in));
    in.leave(outer, "flow");
    return stats;
  }

  static void writeStats(ByteBuffer out, FlowStats stats) {
    int start = out.position();
    out.putShort((short) 0).put((byte) stats.tableId()).put((byte) 0);
    PortCodec.writeDuration(out, stats.durationNanos());
    out.putShort((short) stats.priority());
    out.putShort((short) stats.idleTimeout()).putShort((short) stats.hardTimeout());
    out.putShort((short) stats.flags()).putInt(0);
    out.putLong(stats.cookie()).putLong(stats.packets()).putLong(stats.bytes());
    MatchCodec.write(out, stats.match());
    InstructionCodec.writeInstructions(out, stats.instructions());
    out.putShort(start, (short) (out.position() - start));
  }
}
