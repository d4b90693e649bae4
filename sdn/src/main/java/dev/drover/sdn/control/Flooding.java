package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.Action.Output;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames for all. They go from the controller straight to the ports that hosts are behind, never
 * over a link between switches: there is nothing that they could go round on.
 */
final class Flooding {
  /** Within this time the same question is flooded once. Hosts ask again after 1 s. */
  static final long ONCE_IN = 400_000_000L;

  /** What goes round behind the hosts' ports is back within this time; no host moves as fast. */
  static final long ECHO = 100_000_000L;

  static final int ARP_PER_SECOND = 1000;
  static final int OTHERS_PER_SECOND = 100;
  private static final int REMEMBERED = 4096;

  /** What an ARP or RARP frame says. */
  record Said(int etherType, int operation, long sender, int senderAddress, int targetAddress) {}

  /** Where it came in; nowhere when the controller asks. */
  private record Heard(@Nullable SwitchPort port, long nanos) {}

  private final Switches switches;
  private final Map<Said, Heard> flooded = new LinkedHashMap<>();
  private final Allowance arp = new Allowance(ARP_PER_SECOND);
  private final Allowance others = new Allowance(OTHERS_PER_SECOND);

  Flooding(Switches switches) {
    this.switches = switches;
  }

  /**
   * {@return whether this was flooded a moment ago and now comes in elsewhere: it went round behind
   * the hosts' ports, and says nothing of where its sender is}
   */
  boolean isEcho(Said said, SwitchPort port, long nanos) {
    Heard heard = flooded.get(said);
    return heard != null && heard.port() != port && nanos - heard.nanos() < ECHO;
  }

  /** {@return whether this was flooded so shortly ago that it is not flooded again} */
  boolean wasFlooded(Said said, long nanos) {
    Heard heard = flooded.get(said);
    return heard != null && nanos - heard.nanos() < ONCE_IN;
  }

  /** Floods an ARP or RARP frame, unless that was done a moment ago. */
  void once(Said said, @Nullable SwitchPort from, Octets frame, long nanos) {
    if (!wasFlooded(said, nanos) && arp.take(nanos)) {
      remember(said, new Heard(from, nanos));
      toAllBut(from, frame);
    }
  }

  private void remember(Said said, Heard heard) {
    flooded.remove(said);
    flooded.put(said, heard);
    Iterator<Heard> oldest = flooded.values().iterator();
    if (flooded.size() > REMEMBERED) {
      oldest.next();
      oldest.remove();
    }
  }

  /** Floods any other frame; not more of them in a second than is allowed. */
  void other(SwitchPort from, Octets frame, long nanos) {
    if (others.take(nanos)) {
      toAllBut(from, frame);
    }
  }

  private void toAllBut(@Nullable SwitchPort from, Octets frame) {
    for (Switch each : switches.all()) {
      List<Action> outputs = new ArrayList<>();
      for (SwitchPort port : each.ports()) {
        if (port.edge && port != from) {
          outputs.add(new Output(port.number, 0));
        }
      }
      if (!outputs.isEmpty()) {
        each.send(
            xid -> new PacketOut(xid, OpenFlow.NO_BUFFER, OpenFlow.CONTROLLER, outputs, frame));
      }
    }
  }
}
