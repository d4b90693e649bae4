package dev.drover.sdn.control;

import dev.drover.sdn.control.Flooding.Said;
import dev.drover.sdn.control.Hosts.Learned;
import dev.drover.sdn.control.Parked.Waiting;
import dev.drover.sdn.openflow.Message.Action.Output;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Arp;
import dev.drover.sdn.packet.Frame.Ipv4;
import dev.drover.sdn.packet.Frame.Rarp;
import java.util.List;
import java.util.Optional;

/**
 * What is done with the frames of hosts: their senders are learned, ARP is answered, packets of a
 * new pair get a way, and none is lost meanwhile.
 */
final class Forwarding {
  private final Hosts hosts;
  private final FlowTable table;
  private final Flows flows;
  private final Migrations migrations;
  private final Flooding flooding;
  private final Probes probes;
  private final Parked parked = new Parked();

  Forwarding(
      Hosts hosts,
      FlowTable table,
      Flows flows,
      Migrations migrations,
      Flooding flooding,
      Probes probes) {
    this.hosts = hosts;
    this.table = table;
    this.flows = flows;
    this.migrations = migrations;
    this.flooding = flooding;
    this.probes = probes;
  }

  /** Takes a frame that a host sent, or one under way that met no rule. */
  void handle(SwitchPort in, PacketIn message, long nanos) {
    handle(in, message, nanos, nanos + Parked.KEPT);
  }

  private void handle(SwitchPort in, PacketIn message, long nanos, long until) {
    Optional<Frame> decoded = Frame.decode(message.data());
    if (decoded.isEmpty() || !in.isUp()) {
      return;
    }
    switch (decoded.get()) {
      case Ipv4 packet -> ipv4(in, message, packet, nanos, until);
      case Arp arp -> arp(in, message, arp, nanos, until);
      case Rarp rarp -> rarp(in, message, rarp, nanos, until);
      case Frame.Lldp _, Frame.Other _ -> {}
    }
  }

  /**
   * {@return whether what comes in there is from hosts; when that is not known yet, the frame is
   * kept until it is}
   *
   * <p>ARP and RARP never cross a link by any rule. Where they come in at a port that came up while
   * its switch was there, a host sent them: a VM that has just arrived need not wait.
   */
  private boolean isFromHost(SwitchPort in, PacketIn message, Frame frame, long nanos, long until) {
    if (in.edge) {
      return true;
    }
    if (in.heardFrom().isPresent()) {
      return false;
    }
    if (in.plugged && frame.etherType() != Frame.IPV4) {
      return true;
    }
    if (hosts.station(frame.source()).filter(station -> station.place == in).isPresent()) {
      return true;
    }
    park(in, message, 0, nanos, until);
    return false;
  }

  private void park(SwitchPort in, PacketIn message, int address, long nanos, long until) {
    if (nanos - until < 0) {
      parked.park(new Waiting(in, message, address, until));
    }
  }

  /** {@return whether the sender may be there} */
  private boolean learn(int address, long mac, SwitchPort in, boolean announced, long nanos) {
    Learned learned = hosts.learn(address, mac, in, announced, nanos);
    switch (learned) {
      case NOTHING, ASTRAY -> {}
      case NEW -> retry(address, nanos);
      case MOVED -> {
        hosts
            .station(mac)
            .ifPresent(station -> {
              for (Host host : List.copyOf(station.hosts)) {
                migrations.mend(nanos);
                flows.mend(host, nanos);
              }
            });
        retry(address, nanos);
      }
    }
    return learned != Learned.ASTRAY;
  }

  private void retry(int address, long nanos) {
    if (address != 0) {
      parked.release(address, nanos).forEach(frame -> again(frame, nanos));
    }
  }

  /** The network has changed: what waits may find its way. */
  void retry(long nanos) {
    parked.release(nanos).forEach(frame -> again(frame, nanos));
  }

  private void again(Waiting frame, long nanos) {
    handle(frame.port(), frame.message(), nanos, frame.until());
  }

  private void arp(SwitchPort in, PacketIn message, Arp arp, long nanos, long until) {
    Said said =
        new Said(
            Frame.ARP, arp.operation(), arp.senderMac(), arp.senderAddress(), arp.targetAddress());
    if (arp.senderMac() == Probes.MAC
        || !isFromHost(in, message, arp, nanos, until)
        || flooding.isEcho(said, in, nanos)) {
      return;
    }
    learn(arp.senderAddress(), arp.senderMac(), in, true, nanos);
    Host target = hosts.find(arp.targetAddress());
    if (arp.destination() == Probes.MAC) {
      return;
    }
    if (!arp.isMulticast() && target != null) {
      if (target.isReachable() && target.place() != in) {
        Rules.output(target.place(), message.data());
      }
    } else if (target != null && isAnswered(arp, target)) {
      if (target.place() != in) {
        Rules.output(in, arp.reply(target.station.mac).encode());
      }
    } else {
      flooding.once(said, in, message.data(), nanos);
    }
  }

  /** {@return whether the controller knows the answer, which the asker does not} */
  private static boolean isAnswered(Arp arp, Host target) {
    return arp.operation() == Arp.REQUEST
        && !arp.isGratuitous()
        && target.station.known
        && target.station.mac != arp.senderMac()
        && target.isReachable();
  }

  private void rarp(SwitchPort in, PacketIn message, Rarp rarp, long nanos, long until) {
    Said said = new Said(Frame.RARP, rarp.operation(), rarp.senderMac(), 0, 0);
    if (isFromHost(in, message, rarp, nanos, until) && !flooding.isEcho(said, in, nanos)) {
      learn(0, rarp.senderMac(), in, true, nanos);
      flooding.once(said, in, message.data(), nanos);
    }
  }

  private void ipv4(SwitchPort in, PacketIn message, Ipv4 packet, long nanos, long until) {
    boolean fromHost = isFromHost(in, message, packet, nanos, until);
    if (!fromHost && in.heardFrom().isEmpty()) {
      return;
    }
    if (fromHost && !learn(packet.sourceAddress(), packet.source(), in, false, nanos)) {
      return;
    }
    if (packet.isMulticast()) {
      if (fromHost) {
        flooding.other(in, message.data(), nanos);
      }
      return;
    }
    Host destination = hosts.find(packet.destinationAddress());
    if (destination == null) {
      destination =
          hosts.behind(packet.destinationAddress(), packet.destination(), nanos).orElse(null);
    }
    if (destination != null) {
      forward(in, message, packet, destination, nanos, until);
    } else if (fromHost && Hosts.isHostAddress(packet.destinationAddress())) {
      park(in, message, packet.destinationAddress(), nanos, until);
      ask(packet.source(), packet.sourceAddress(), packet.destinationAddress(), in, nanos);
    } else if (!fromHost) {
      park(in, message, packet.destinationAddress(), nanos, until);
      probes.want(packet.destinationAddress());
    }
  }

  /** Asks all hosts where an address is, in the name of who wants to know. */
  private void ask(long mac, int address, int wanted, SwitchPort in, long nanos) {
    Arp request = Arp.request(mac, address, wanted);
    flooding.once(
        new Said(Frame.ARP, Arp.REQUEST, mac, address, wanted), in, request.encode(), nanos);
  }

  private void forward(
      SwitchPort in, PacketIn message, Ipv4 packet, Host destination, long nanos, long until) {
    SwitchPort out = destination.place();
    if (out == in) {
      return;
    }
    Host source = hosts.find(packet.sourceAddress());
    if (source == null) {
      probes.want(packet.sourceAddress());
      deliver(message, in, destination);
      return;
    }
    Flow flow = flow(packet, source, destination);
    FlowPath path = flow.pathOrNull();
    if (path != null && !flow.waiting && table.contains(flow)) {
      flows.repeat(flow, path, in.owner, source != flow.source, nanos);
    } else if (!begin(flow, nanos)) {
      park(in, message, 0, nanos, until);
      return;
    }
    deliver(message, in, destination);
  }

  /** {@return the flow that a packet belongs to; a new one when there is none} */
  private Flow flow(Ipv4 packet, Host source, Host destination) {
    if (packet.protocol() == Ipv4.TCP
        && packet.sourcePort().isPresent()
        && packet.destinationPort().isPresent()
        && (table.hasConnections() || migrations.isAny())) {
      int from = packet.sourcePort().getAsInt();
      int to = packet.destinationPort().getAsInt();
      Flow known = table.ofSegment(source.address, from, destination.address, to);
      if (known != null) {
        return known;
      }
      Optional<Flow> announced = migrations.connection(source, from, destination, to);
      if (announced.isPresent()) {
        return announced.get();
      }
    }
    Flow pair = table.pair(source.address, destination.address);
    return pair == null ? Flow.pair(source, destination) : pair;
  }

  /** {@return whether there is a way; the packet is then delivered, with rules or without} */
  private boolean begin(Flow flow, long nanos) {
    if (table.contains(flow)) {
      return flows.route(flow, nanos);
    }
    if (!table.add(flow)) {
      return flow.source.isReachable() && flow.destination.isReachable();
    }
    if (!flows.route(flow, nanos)) {
      table.remove(flow);
      return false;
    }
    return true;
  }

  /**
   * Sends a packet on at the destination's own switch, where it depends on no rule that may not be
   * there yet.
   */
  private static void deliver(PacketIn message, SwitchPort in, Host destination) {
    SwitchPort out = destination.place();
    if (!destination.isReachable()) {
      return;
    }
    boolean whole = message.data().length() >= message.totalLength();
    if (message.bufferId() != OpenFlow.NO_BUFFER && out.owner == in.owner) {
      out.owner.send(xid ->
          new PacketOut(
              xid,
              message.bufferId(),
              in.number,
              List.of(new Output(out.number, 0)),
              Octets.EMPTY));
    } else if (whole) {
      Rules.output(out, message.data());
    }
  }
}
