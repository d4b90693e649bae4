package dev.drover.sdn.openflow;

import java.util.List;

/**
 * A message of OpenFlow 1.3, either way. {@code xid} joins a reply to its request; 32 bits.
 *
 * <p>Numbers that the wire has without a sign are kept without one in the next wider type, except
 * the 64-bit ones (cookies, counters, datapath ids), which are the bits in a {@code long}.
 */
public sealed interface Message {
  /** {@return the transaction} */
  int xid();

  /**
   * Opens the session. {@code versions} are the wire versions offered: those of the bitmap, or the
   * header's alone when there is none.
   */
  record Hello(int xid, int headerVersion, List<Integer> versions) implements Message {
    public Hello {
      versions = List.copyOf(versions);
      for (int version : versions) {
        if (version < 0 || version > 0xff) {
          throw new IllegalArgumentException("versions must be from 0 to 255: " + version);
        }
      }
    }
  }

  /**
   * A fault.
   *
   * @param type and {@code code}: section 7.4.4
   * @param data at least 64 bytes of the message at fault, when there is one
   */
  record ErrorMessage(int xid, int type, int code, Octets data) implements Message {}

  record EchoRequest(int xid, Octets data) implements Message {}

  record EchoReply(int xid, Octets data) implements Message {}

  record FeaturesRequest(int xid) implements Message {}

  /**
   * Who a switch is.
   *
   * @param datapathId the lower 48 bits are a MAC by custom
   */
  record FeaturesReply(
      int xid, long datapathId, long buffers, int tables, int auxiliaryId, long capabilities)
      implements Message {}

  /** Frames for the controller are cut to {@code missSendLength} bytes; 0xffff for whole ones. */
  record SetConfig(int xid, int flags, int missSendLength) implements Message {}

  /**
   * A frame for the controller.
   *
   * @param bufferId where the switch keeps it, or {@link OpenFlow#NO_BUFFER}
   * @param totalLength of the frame, of which {@code data} may be a part
   * @param reason 0 table-miss, 1 by an action, 2 TTL
   * @param inPort from the match; 0 when it names none
   */
  record PacketIn(
      int xid,
      long bufferId,
      int totalLength,
      int reason,
      int tableId,
      long cookie,
      long inPort,
      Octets data)
      implements Message {}

  /** A frame for the switch to send as {@code actions} say. */
  record PacketOut(int xid, long bufferId, long inPort, List<Action> actions, Octets data)
      implements Message {
    public PacketOut {
      actions = List.copyOf(actions);
    }
  }

  /** What a flow mod does to the table. */
  enum Command {
    ADD,
    MODIFY,
    MODIFY_STRICT,
    DELETE,
    DELETE_STRICT
  }

  /**
   * Changes a flow table.
   *
   * @param cookieMask for all but {@code ADD}: which bits of the cookie must match; 0 for any
   * @param idleTimeout in seconds, 0 for none
   * @param outPort for deletions: only flows that send there; {@link OpenFlow#ANY} for all
   */
  record FlowMod(
      int xid,
      long cookie,
      long cookieMask,
      int tableId,
      Command command,
      int idleTimeout,
      int hardTimeout,
      int priority,
      long bufferId,
      long outPort,
      long outGroup,
      int flags,
      Match match,
      List<Instruction> instructions)
      implements Message {
    public FlowMod {
      instructions = List.copyOf(instructions);
    }
  }

  /**
   * A flow is gone.
   *
   * @param reason 0 idle, 1 hard timeout, 2 deleted, 3 its group was deleted
   */
  record FlowRemoved(
      int xid,
      long cookie,
      int priority,
      int reason,
      int tableId,
      long durationNanos,
      int idleTimeout,
      int hardTimeout,
      long packets,
      long bytes,
      Match match)
      implements Message {}

  /** A port was added (0), deleted (1) or changed (2). */
  record PortStatus(int xid, int reason, Port port) implements Message {}

  record BarrierRequest(int xid) implements Message {}

  record BarrierReply(int xid) implements Message {}

  /** Role: 0 no change, 1 equal, 2 master, 3 slave. */
  record RoleRequest(int xid, int role, long generation) implements Message {}

  record RoleReply(int xid, int role, long generation) implements Message {}

  record PortDescRequest(int xid) implements Message {}

  /** Part of the ports; {@code more} says that others follow under the same xid. */
  record PortDescReply(int xid, boolean more, List<Port> ports) implements Message {
    public PortDescReply {
      ports = List.copyOf(ports);
    }
  }

  /** Of one port, or of all: {@link OpenFlow#ANY}. */
  record PortStatsRequest(int xid, long port) implements Message {}

  record PortStatsReply(int xid, boolean more, List<PortStats> ports) implements Message {
    public PortStatsReply {
      ports = List.copyOf(ports);
    }
  }

  /**
   * Asks for flows.
   *
   * @param tableId 0xff for all tables
   */
  record FlowStatsRequest(
      int xid, int tableId, long outPort, long outGroup, long cookie, long cookieMask, Match match)
      implements Message {}

  record FlowStatsReply(int xid, boolean more, List<FlowStats> flows) implements Message {
    public FlowStatsReply {
      flows = List.copyOf(flows);
    }
  }

  /** Any message that is not among these, kept as it came. {@code body} follows the header. */
  record Unknown(int xid, int type, Octets body) implements Message {}

  /**
   * A multipart request or reply of a kind that is not among these.
   *
   * @param type of the message, 18 request or 19 reply
   */
  record UnknownMultipart(int xid, int type, int kind, int flags, Octets body) implements Message {}

  /**
   * A port of a switch.
   *
   * @param number 1 to {@code 0xffffff00}, or a reserved one such as {@link OpenFlow#LOCAL}
   * @param mac the 48 bits
   * @param name at most 16 characters, one for each byte
   * @param currentKbps current and {@code maxKbps} highest speed in kbit/s
   */
  record Port(
      long number,
      long mac,
      String name,
      long config,
      long state,
      long current,
      long advertised,
      long supported,
      long peer,
      long currentKbps,
      long maxKbps) {
    private static final long PORT_DOWN = 1;
    private static final long LINK_DOWN = 1;
    private static final int NAME = 16;

    public Port {
      if (name.length() > NAME) {
        throw new IllegalArgumentException("name must have at most 16 characters: " + name);
      }
    }

    /** {@return whether frames can pass: neither switched off nor without a link} */
    public boolean isUp() {
      return (config & PORT_DOWN) == 0 && (state & LINK_DOWN) == 0;
    }
  }

  /** Counters of a port since it was made; −1 where the switch does not count. */
  record PortStats(
      long port,
      long rxPackets,
      long txPackets,
      long rxBytes,
      long txBytes,
      long rxDropped,
      long txDropped,
      long rxErrors,
      long txErrors,
      long rxFrameErrors,
      long rxOverrunErrors,
      long rxCrcErrors,
      long collisions,
      long durationNanos) {}

  /** A flow and its counters. */
  record FlowStats(
      int tableId,
      long durationNanos,
      int priority,
      int idleTimeout,
      int hardTimeout,
      int flags,
      long cookie,
      long packets,
      long bytes,
      Match match,
      List<Instruction> instructions) {
    public FlowStats {
      instructions = List.copyOf(instructions);
    }
  }

  /** What is done with frames that match a flow. */
  sealed interface Instruction {
    /** Actions at once, in their order. */
    record ApplyActions(List<Action> actions) implements Instruction {
      public ApplyActions {
        actions = List.copyOf(actions);
      }
    }

    record GotoTable(int tableId) implements Instruction {}

    /** Any other, kept as it came. {@code body} follows type and length, up to a multiple of 8. */
    record Other(int type, Octets body) implements Instruction {
      public Other {
        requireAligned(body);
      }
    }
  }

  /** What is done with a frame. */
  sealed interface Action {
    /**
     * Sends it.
     *
     * @param maxLength to the controller: how much of it; {@link OpenFlow#WHOLE} for all
     */
    record Output(long port, int maxLength) implements Action {}

    record Group(long group) implements Action {}

    /** Any other, kept as it came. {@code body} follows type and length, up to a multiple of 8. */
    record Other(int type, Octets body) implements Action {
      public Other {
        requireAligned(body);
      }
    }
  }

  private static void requireAligned(Octets body) {
    if (body.length() % 8 != 4) {
      throw new IllegalArgumentException(
          "body must be 4 bytes more than a multiple of 8: " + body.length());
    }
  }
}
