package dev.drover.sdn.control;

import dev.drover.sdn.openflow.ArpFields;
import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.Action.Output;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.Instruction.ApplyActions;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.packet.Frame;
import java.util.List;

/** The messages by which frames are forwarded. */
final class Rules {
  private static final int IPV6 = 0x86dd;

  static final int PAIR_PRIORITY = 100;
  static final int LOOKOUT_PRIORITY = 150;
  static final int CONNECTION_PRIORITY = 200;
  private static final int BASE_PRIORITY = 1000;
  private static final int ANSWER_PRIORITY = 1100;

  private static final List<Action> TO_CONTROLLER =
      List.of(new Output(OpenFlow.CONTROLLER, OpenFlow.WHOLE));

  private Rules() {}

  /**
   * Puts the rules there that every switch has; they may be there already. What no flow takes goes
   * to the controller, as do LLDP, ARP and RARP. IPv6 is dropped: its neighbour discovery is
   * multicast, and nobody answers it here.
   */
  static void base(Switch to) {
    always(to, 0, Match.ANY, TO_CONTROLLER);
    for (int type : new int[] {Frame.LLDP, Frame.ARP, Frame.RARP}) {
      always(to, BASE_PRIORITY, Match.ethernetType(type), TO_CONTROLLER);
    }
    always(to, BASE_PRIORITY, Match.ethernetType(IPV6), List.of());
  }

  /** What no rule of a migration's connections takes goes to the controller. */
  static void lookout(Switch to, long cookie, Match match) {
    to.send(xid -> add(xid, cookie, 0, LOOKOUT_PRIORITY, 0, match, TO_CONTROLLER));
  }

  /**
   * Answers who asks whether the owner of an address is still at its MAC, at the asker's own
   * switch. It comes before the rule that brings ARP to the controller.
   */
  static void answer(Switch to, long cookie, long mac, int address, long askedMac, int asked) {
    Match match = ArpFields.request(mac, address, askedMac, asked);
    List<Action> answer = ArpFields.answer(mac, address, askedMac, asked);
    to.send(xid -> add(xid, cookie, 0, ANSWER_PRIORITY, 0, match, answer));
  }

  static void noAnswer(Switch at, long cookie, long mac, int address, long askedMac, int asked) {
    Match match = ArpFields.request(mac, address, askedMac, asked);
    at.send(xid -> remove(xid, cookie, ANSWER_PRIORITY, match));
  }

  /**
   * Removes all rules of {@link #lookout} and {@link #answer}, whichever run of the controller put
   * them there.
   */
  static void noneOfRuns(Switch at) {
    at.send(xid ->
        new FlowMod(
            xid,
            Cookie.of(Cookie.OF_RUN, 0),
            Cookie.PREFIX_MASK | Cookie.KIND_MASK,
            0,
            Command.DELETE,
            0,
            0,
            0,
            OpenFlow.NO_BUFFER,
            OpenFlow.ANY,
            OpenFlow.ANY,
            0,
            Match.ANY,
            List.of()));
    // Those that are set anew come after this, not before.
    at.send(BarrierRequest::new);
  }

  private static void always(Switch to, int priority, Match match, List<Action> actions) {
    to.send(xid -> add(xid, Cookie.of(Cookie.BASE, 0), 0, priority, 0, match, actions));
  }

  /** A flow that tells when it is gone. */
  static FlowMod forward(
      int xid, long cookie, int idleTimeout, int priority, Match match, long port) {
    return add(
        xid,
        cookie,
        idleTimeout,
        priority,
        OpenFlow.SEND_FLOW_REMOVED,
        match,
        List.of(new Output(port, 0)));
  }

  private static FlowMod add(
      int xid,
      long cookie,
      int idleTimeout,
      int priority,
      int flags,
      Match match,
      List<Action> actions) {
    List<Instruction> instructions =
        actions.isEmpty() ? List.of() : List.of(new ApplyActions(actions));
    return new FlowMod(
        xid,
        cookie,
        0,
        0,
        Command.ADD,
        idleTimeout,
        0,
        priority,
        OpenFlow.NO_BUFFER,
        OpenFlow.ANY,
        OpenFlow.ANY,
        flags,
        match,
        instructions);
  }

  /** Removes one rule, unless another has taken its place since. */
  static FlowMod remove(int xid, long cookie, int priority, Match match) {
    return new FlowMod(
        xid,
        cookie,
        Cookie.EXACT,
        0,
        Command.DELETE_STRICT,
        0,
        0,
        priority,
        OpenFlow.NO_BUFFER,
        OpenFlow.ANY,
        OpenFlow.ANY,
        0,
        match,
        List.of());
  }

  /** Sends {@code frame} out of a port. */
  static void output(SwitchPort to, Octets frame) {
    to.owner.send(xid ->
        new PacketOut(
            xid,
            OpenFlow.NO_BUFFER,
            OpenFlow.CONTROLLER,
            List.of(new Output(to.number, 0)),
            frame));
  }
}
