package dev.drover.sdn.control;

import dev.drover.sdn.openflow.ArpFields;
import dev.drover.sdn.openflow.Match;
import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.Action;
import dev.drover.sdn.openflow.Message.Action.Output;
import dev.drover.sdn.openflow.Message.BarrierReply;
import dev.drover.sdn.openflow.Message.BarrierRequest;
import dev.drover.sdn.openflow.Message.Command;
import dev.drover.sdn.openflow.Message.ErrorMessage;
import dev.drover.sdn.openflow.Message.FeaturesReply;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.FlowRemoved;
import dev.drover.sdn.openflow.Message.FlowStats;
import dev.drover.sdn.openflow.Message.FlowStatsReply;
import dev.drover.sdn.openflow.Message.FlowStatsRequest;
import dev.drover.sdn.openflow.Message.Instruction;
import dev.drover.sdn.openflow.Message.Instruction.ApplyActions;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Message.PacketOut;
import dev.drover.sdn.openflow.Message.Port;
import dev.drover.sdn.openflow.Message.PortStats;
import dev.drover.sdn.openflow.Message.PortStatsReply;
import dev.drover.sdn.openflow.Message.PortStatsRequest;
import dev.drover.sdn.openflow.Message.PortStatus;
import dev.drover.sdn.openflow.Octets;
import dev.drover.sdn.openflow.OpenFlow;
import dev.drover.sdn.openflow.OpenFlowCodec;
import dev.drover.sdn.packet.Frame;
import dev.drover.sdn.packet.Frame.Arp;
import dev.drover.sdn.packet.Frame.Ipv4;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A switch that does what OpenFlow 1.3 says, as far as the controller uses it. */
final class FakeSwitch {
  private static final int SET_FIELD = 25;

  /** Where the fields that are set by OXM number are in an ARP frame. */
  private static final Map<Integer, Integer> ARP_PLACES =
      Map.of(3, 0, 4, 6, 21, 20, 22, 28, 23, 38, 24, 22, 25, 32);

  /** A flow in its table. */
  static final class Rule {
    final FlowMod mod;
    long bytes;
    long usedAt;

    Rule(FlowMod mod, long now) {
      this.mod = mod;
      this.usedAt = now;
    }
  }

  /** What a port counts, and what it leads to. */
  static final class Socket {
    boolean up = true;
    long sent;
    long received;
    @Nullable FakeSwitch peer;
    long peerPort;
    final List<FakeHost> hosts = new ArrayList<>();
  }

  final long id;
  final List<Rule> rules = new ArrayList<>();
  final Map<Long, Socket> sockets = new TreeMap<>();

  /** How many flows fit. */
  int room = Integer.MAX_VALUE;

  /** Whether it answers questions for counters. */
  boolean answers = true;

  /** Whether a test is about that. */
  boolean mayBeCutOff;

  /** Why the controller cut it off. */
  final List<String> cutOff = new ArrayList<>();

  private final FakeNetwork network;
  @Nullable Channel channel;

  FakeSwitch(FakeNetwork network, long id) {
    this.network = network;
    this.id = id;
  }

  /** The way to the controller; what is sent there arrives when the network gets to it. */
  final class Channel implements SwitchChannel {
    private int xid = Integer.MAX_VALUE - 3;

    @Override
    public long datapathId() {
      return id;
    }

    @Override
    public int nextXid() {
      return xid++;
    }

    @Override
    public void send(Message message) {
      network.toSwitch(FakeSwitch.this, this, message);
    }

    @Override
    public void cutOff(String why) {
      if (!mayBeCutOff) {
        throw new AssertionError("the core cuts nobody off: " + why);
      }
      cutOff.add(why);
    }
  }

  Socket socket(long port) {
    return sockets.computeIfAbsent(port, number -> new Socket());
  }

  void plug(long port, FakeHost host) {
    if (!sockets.containsKey(port)) {
      tell(new PortStatus(0, 0, port(port)));
    }
    socket(port).hosts.add(host);
  }

  void unplug(long port, FakeHost host) {
    socket(port).hosts.remove(host);
  }

  void join() {
    channel = new Channel();
    network
        .controller()
        .joined(
            channel,
            new FeaturesReply(1, id, 0, 254, 0, 0),
            sockets.keySet().stream().map(this::port).toList(),
            network.now());
  }

  void leave() {
    Channel gone = channel;
    channel = null;
    if (gone != null) {
      network.controller().left(gone, "test", network.now());
    }
  }

  Port port(long number) {
    long state = socket(number).up ? 0 : 1;
    return new Port(
        number,
        0x0a00_0000_0000L | id << 16 | number,
        "p" + number,
        0,
        state,
        0,
        0,
        0,
        0,
        1_000_000,
        1_000_000);
  }

  /** The port's link changes; the controller is told. */
  void setUp(long number, boolean up) {
    socket(number).up = up;
    tell(new PortStatus(0, 2, port(number)));
  }

  void tell(Message message) {
    if (channel != null) {
      network.toController(this, channel, message);
    }
  }

  void take(Message message) {
    switch (message) {
      case FlowMod mod -> modify(mod);
      case PacketOut out -> {
        for (Action action : out.actions()) {
          output(((Output) action).port(), out.inPort(), out.data(), 0);
        }
      }
      case BarrierRequest request -> tell(new BarrierReply(request.xid()));
      case PortStatsRequest request -> {
        if (answers) {
          tell(new PortStatsReply(request.xid(), false, stats()));
        }
      }
      case FlowStatsRequest request -> {
        if (answers) {
          tell(new FlowStatsReply(request.xid(), false, flows(request)));
        }
      }
      default -> throw new AssertionError("a switch does not take " + message);
    }
  }

  private List<PortStats> stats() {
    List<PortStats> all = new ArrayList<>();
    sockets.forEach((number, socket) ->
        all.add(
            new PortStats(number, 0, 0, socket.received, socket.sent, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    return all;
  }

  private List<FlowStats> flows(FlowStatsRequest request) {
    return rules.stream()
        .filter(rule -> ((rule.mod.cookie() ^ request.cookie()) & request.cookieMask()) == 0)
        .map(rule ->
            new FlowStats(
                0,
                0,
                rule.mod.priority(),
                rule.mod.idleTimeout(),
                0,
                rule.mod.flags(),
                rule.mod.cookie(),
                0,
                rule.bytes,
                rule.mod.match(),
                rule.mod.instructions()))
        .toList();
  }

  private void modify(FlowMod mod) {
    Optional<Rule> same =
        rules.stream()
            .filter(rule ->
                rule.mod.priority() == mod.priority() && rule.mod.match().equals(mod.match()))
            .findFirst();
    if (mod.command() == Command.ADD) {
      if (same.isEmpty() && rules.size() >= room) {
        tell(new ErrorMessage(mod.xid(), 5, 1, head(mod)));
        return;
      }
      Rule added = new Rule(mod, network.now());
      same.ifPresent(old -> {
        added.bytes = old.bytes;
        rules.remove(old);
      });
      rules.add(added);
      rules.sort(Comparator.comparingInt((Rule rule) -> rule.mod.priority()).reversed());
    } else if (mod.command() == Command.DELETE_STRICT) {
      same.filter(rule -> ((rule.mod.cookie() ^ mod.cookie()) & mod.cookieMask()) == 0)
          .ifPresent(rule -> remove(rule, 2));
    } else if (mod.command() == Command.DELETE && mod.match().equals(Match.ANY)) {
      List.copyOf(rules).stream()
          .filter(rule -> ((rule.mod.cookie() ^ mod.cookie()) & mod.cookieMask()) == 0)
          .forEach(rule -> remove(rule, 2));
    } else {
      throw new AssertionError("a switch does not expect " + mod);
    }
  }

  private static Octets head(FlowMod mod) {
    ByteBuffer out = ByteBuffer.allocate(1024);
    OpenFlowCodec.encode(mod, out);
    return Octets.read(out.flip(), 64);
  }

  private void remove(Rule rule, int reason) {
    rules.remove(rule);
    FlowMod mod = rule.mod;
    if ((mod.flags() & OpenFlow.SEND_FLOW_REMOVED) != 0) {
      tell(
          new FlowRemoved(
              0,
              mod.cookie(),
              mod.priority(),
              reason,
              0,
              0,
              mod.idleTimeout(),
              0,
              0,
              rule.bytes,
              mod.match()));
    }
  }

  void expire() {
    for (Rule rule : List.copyOf(rules)) {
      if (rule.mod.idleTimeout() > 0
          && network.now() - rule.usedAt >= rule.mod.idleTimeout() * 1_000_000_000L) {
        remove(rule, 0);
      }
    }
  }

  /** A frame comes in. */
  void receive(long port, Octets frame, int hops) {
    Socket in = socket(port);
    if (!in.up) {
      return;
    }
    in.received += frame.length();
    Frame decoded = Frame.decode(frame).orElseThrow();
    for (Rule rule : rules) {
      if (matches(rule.mod.match(), decoded)) {
        rule.usedAt = network.now();
        rule.bytes += frame.length();
        for (Instruction instruction : rule.mod.instructions()) {
          apply(((ApplyActions) instruction).actions(), port, frame, hops);
        }
        return;
      }
    }
  }

  private void apply(List<Action> actions, long inPort, Octets frame, int hops) {
    Octets now = frame;
    for (Action action : actions) {
      switch (action) {
        case Output(long port, int _) when port == OpenFlow.IN_PORT -> {
          for (FakeHost host : socket(inPort).hosts) {
            network.deliver(host, now);
          }
        }
        case Output(long port, int _) -> output(port, inPort, now, hops);
        case Action.Other(int type, Octets field) when type == SET_FIELD -> now = set(now, field);
        case Action.Group _, Action.Other _ ->
            throw new AssertionError("a switch does not do " + action);
      }
    }
  }

  /** Sets a field of an ARP frame. */
  private static Octets set(Octets frame, Octets field) {
    int number = field.at(2) >>> 1;
    Integer at = ARP_PLACES.get(number);
    if (at == null) {
      throw new AssertionError("a switch does not set field " + number);
    }
    byte[] bytes = new byte[frame.length()];
    frame.buffer().get(bytes);
    for (int i = 0; i < field.at(3); i++) {
      bytes[at + i] = (byte) field.at(4 + i);
    }
    return Octets.of(bytes);
  }

  private void output(long port, long inPort, Octets frame, int hops) {
    if (port == OpenFlow.CONTROLLER) {
      tell(new PacketIn(0, OpenFlow.NO_BUFFER, frame.length(), 0, 0, 0, inPort, frame));
      return;
    }
    Socket out = sockets.get(port);
    if (out == null || !out.up || port == inPort) {
      return;
    }
    out.sent += frame.length();
    if (out.peer != null) {
      network.carry(out.peer, out.peerPort, frame, hops + 1);
    }
    out.hosts.forEach(host -> network.deliver(host, frame));
  }

  private static boolean matches(Match match, Frame frame) {
    if (match.ethernetType().isPresent() && match.ethernetType().getAsInt() != frame.etherType()) {
      return false;
    }
    if (match.other().length() > 0) {
      return frame instanceof Arp arp
          && arp.operation() == Arp.REQUEST
          && match.equals(
              ArpFields.request(
                  arp.senderMac(), arp.senderAddress(), arp.destination(), arp.targetAddress()));
    }
    if (match.ipv4Source().isEmpty()) {
      return true;
    }
    return frame instanceof Ipv4 packet
        && match.ipv4Source().getAsInt() == packet.sourceAddress()
        && match.ipv4Destination().getAsInt() == packet.destinationAddress()
        && (match.ipProtocol().isEmpty() || match.ipProtocol().getAsInt() == packet.protocol())
        && fits(match.tcpSource(), packet.sourcePort())
        && fits(match.tcpDestination(), packet.destinationPort());
  }

  private static boolean fits(OptionalInt wanted, OptionalInt there) {
    return wanted.isEmpty() || wanted.equals(there);
  }
}
