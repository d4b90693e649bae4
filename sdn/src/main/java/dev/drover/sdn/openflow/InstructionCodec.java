package dev.drover.sdn.openflow;

import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.Instruction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Instructions (section 7.2.3) and actions (7.2.4). */
final class InstructionCodec {
  private static final int GOTO_TABLE = 1;
  private static final int APPLY_ACTIONS = 4;
  private static final int OUTPUT = 0;
  private static final int GROUP = 22;

  /** Type and length, before the body. */
  private static final int HEAD = 4;

  private static final int ALIGNMENT = 8;

  private InstructionCodec() {}

  /** Reads instructions up to the end of what was entered. */
  static List<Instruction> readInstructions(Input in) {
    List<Instruction> instructions = new ArrayList<>(1);
    while (in.remaining() > 0) {
      int type = in.u16();
      int length = in.u16();
      aligned(in, length, "an instruction");
      int outer = in.enter(length - HEAD, "instruction");
      switch (type) {
        case GOTO_TABLE -> {
          instructions.add(new Instruction.GotoTable(in.u8()));
          in.skip(3);
        }
        case APPLY_ACTIONS -> {
          in.skip(4);
          instructions.add(new Instruction.ApplyActions(readActions(in)));
        }
        default -> instructions.add(new Instruction.Other(type, in.rest()));
      }
      in.leave(outer, "instruction");
    }
    return instructions;
  }

  /** Reads actions up to the end of what was entered. */
  static List<Action> readActions(Input in) {
    List<Action> actions = new ArrayList<>(1);
    while (in.remaining() > 0) {
      int type = in.u16();
      int length = in.u16();
      aligned(in, length, "an action");
      int outer = in.enter(length - HEAD, "action");
      switch (type) {
        case OUTPUT -> {
          actions.add(new Action.Output(in.u32(), in.u16()));
          in.skip(6);
        }
        case GROUP -> actions.add(new Action.Group(in.u32()));
        default -> actions.add(new Action.Other(type, in.rest()));
      }
      in.leave(outer, "action");
    }
    return actions;
  }

  private static void aligned(Input in, int length, String what) {
    if (length < ALIGNMENT || length % ALIGNMENT != 0) {
      throw in.malformed(what + " of " + length + " bytes, not a multiple of 8");
    }
  }

  static void writeInstructions(ByteBuffer out, List<Instruction> instructions) {
    for (int i = 0; i < instructions.size(); i++) {
      switch (instructions.get(i)) {
        case Instruction.GotoTable(int table) ->
            head(out, GOTO_TABLE, 8).put((byte) table).put((byte) 0).putShort((short) 0);
        case Instruction.ApplyActions(List<Action> actions) -> {
          int start = out.position();
          head(out, APPLY_ACTIONS, 0).putInt(0);
          writeActions(out, actions);
          out.putShort(start + 2, (short) (out.position() - start));
        }
        case Instruction.Other(int type, Octets body) -> other(out, type, body);
      }
    }
  }

  static void writeActions(ByteBuffer out, List<Action> actions) {
    for (int i = 0; i < actions.size(); i++) {
      switch (actions.get(i)) {
        case Action.Output(long port, int maxLength) ->
            head(out, OUTPUT, 16)
                .putInt((int) port)
                .putShort((short) maxLength)
                .putShort((short) 0)
                .putInt(0);
        case Action.Group(long group) -> head(out, GROUP, 8).putInt((int) group);
        case Action.Other(int type, Octets body) -> other(out, type, body);
      }
    }
  }

  private static void other(ByteBuffer out, int type, Octets body) {
    body.write(head(out, type, HEAD + body.length()));
  }

  private static ByteBuffer head(ByteBuffer out, int type, int length) {
    return out.putShort((short) type).putShort((short) length);
  }
}
