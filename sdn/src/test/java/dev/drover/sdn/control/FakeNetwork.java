package dev.drover.sdn.control;

import dev.drover.sdn.openflow.Message;
import dev.drover.sdn.openflow.Message.FlowMod;
import dev.drover.sdn.openflow.Message.PacketIn;
import dev.drover.sdn.openflow.Octets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Switches, cables and hosts around a controller, in virtual time. What is under way is carried out
 * one thing after the other: in order along each connection, by chance between them.
 */
final class FakeNetwork {
  /** More hops than any path here has: a frame that makes them goes in a circle. */
  private static final int CIRCLE = 40;

  /** For so many steps after a rule was sent the network counts as busy. */
  private static final int BUSY = 60;

  private static final long TICK = 50_000_000L;

  final Map<Long, FakeSwitch> switches = new TreeMap<>();
  final Map<String, FakeHost> hosts = new TreeMap<>();
  final List<String> circles = new ArrayList<>();

  /** How many frames other than LLDP were carried over links between switches. */
  long carried;

  /** How many messages the controller sent. */
  long commands;

  private int busySteps;

  /** How many IPv4 packets went to the controller since {@link #whileBusy}. */
  long punted;

  private final Map<Object, ArrayDeque<Runnable>> queues = new HashMap<>();
  private final List<ArrayDeque<Runnable>> order = new ArrayList<>();
  private final Random chance;
  private Controller controller;
  private @Nullable Runnable meanwhile;
  private long now = Long.MAX_VALUE - 3_000_000_000L;

  FakeNetwork(ControllerSettings settings, long seed) {
    this.chance = new Random(seed);
    this.controller = new Controller(settings, seed);
  }

  Controller controller() {
    return controller;
  }

  long now() {
    return now;
  }

  /** {@return a switch, made when it is not there, with a controller when the network runs} */
  FakeSwitch at(long id) {
    return switches.computeIfAbsent(id, number -> new FakeSwitch(this, number));
  }

  void cable(long one, long onePort, long other, long otherPort) {
    FakeSwitch.Socket left = at(one).socket(onePort);
    FakeSwitch.Socket right = at(other).socket(otherPort);
    left.peer = at(other);
    left.peerPort = otherPort;
    right.peer = at(one);
    right.peerPort = onePort;
  }

  /** Breaks or mends a cable; both ends' switches tell of it. */
  void setUp(long one, long onePort, boolean up) {
    FakeSwitch.Socket socket = at(one).socket(onePort);
    at(one).setUp(onePort, up);
    if (socket.peer != null) {
      socket.peer.setUp(socket.peerPort, up);
    }
  }

  FakeHost host(String name, int address, long at, long port) {
    FakeHost host = new FakeHost(this, name, address, at(at), port);
    at(at).plug(port, host);
    hosts.put(name, host);
    return host;
  }

  /** All switches join, and enough time passes that links and edges are known. */
  void start() {
    switches.values().forEach(FakeSwitch::join);
    pass(Duration.ofSeconds(4));
  }

  /** The controller is gone, and another comes; switches that it had join that. */
  void restart(ControllerSettings settings, long nonce) {
    restart(settings, nonce, Set.of());
  }

  /** The same, but some of the switches do not join by themselves. */
  void restart(ControllerSettings settings, long nonce, Set<Long> late) {
    settle();
    List<FakeSwitch> joined =
        switches.values().stream().filter(each -> each.channel != null).toList();
    joined.forEach(each -> each.channel = null);
    controller = new Controller(settings, nonce);
    joined.stream().filter(each -> !late.contains(each.id)).forEach(FakeSwitch::join);
  }

  /** Whatever is under way to and from the controller is lost. */
  void cutShort() {
    switches.values().forEach(each -> each.channel = each.new Channel());
  }

  void toSwitch(FakeSwitch to, Object channel, Message message) {
    commands++;
    if (message instanceof FlowMod) {
      busySteps = BUSY;
    }
    enqueue(
        channel,
        () -> {
          if (to.channel == channel) {
            to.take(message);
          }
        });
  }

  void toController(FakeSwitch from, FakeSwitch.Channel channel, Message message) {
    if (message instanceof PacketIn in && in.data().at(12) == 8 && in.data().at(13) == 0) {
      punted++;
    }
    enqueue(
        List.of(channel, "up"),
        () -> {
          if (from.channel == channel) {
            controller.received(channel, message, now);
          }
        });
  }

  void transmit(FakeSwitch to, long port, Octets frame) {
    enqueue(List.of(to, port, "host"), () -> to.receive(port, frame, 0));
  }

  void deliver(FakeHost to, Octets frame) {
    enqueue(to, () -> to.receive(frame));
  }

  void carry(FakeSwitch to, long port, Octets frame, int hops) {
    if (frame.at(12) != 0x88) {
      carried++;
    }
    if (hops > CIRCLE) {
      circles.add("a frame came to switch " + to.id + " port " + port + " after " + hops + " hops");
      return;
    }
    enqueue(List.of(to, port, "link"), () -> to.receive(port, frame, hops));
  }

  private void enqueue(Object key, Runnable what) {
    ArrayDeque<Runnable> queue = queues.get(key);
    if (queue == null) {
      queue = new ArrayDeque<>();
      queues.put(key, queue);
    }
    if (queue.isEmpty()) {
      order.add(queue);
    }
    queue.add(what);
  }

  /** Does something now and then while rules are being set and a while after; null ends it. */
  void whileBusy(long seed, @Nullable Runnable what) {
    if (what != null) {
      punted = 0;
      for (long i = 0; i < seed; i++) {
        chance.nextInt();
      }
    }
    meanwhile = what;
  }

  /** Carries out all that is under way. */
  void settle() {
    while (step()) {
      if (commands > 3_000_000L) {
        throw new AssertionError("the controller does not come to rest");
      }
    }
  }

  /** Carries out one thing; {@return whether there was one} */
  boolean step() {
    if (order.isEmpty()) {
      return false;
    }
    int next = chance.nextInt(order.size());
    ArrayDeque<Runnable> queue = order.get(next);
    Runnable what = queue.remove();
    if (queue.isEmpty()) {
      order.set(next, order.getLast());
      order.removeLast();
    }
    what.run();
    Runnable also = meanwhile;
    if (also != null && busySteps-- > 0 && chance.nextInt(3) == 0) {
      also.run();
    }
    return true;
  }

  /** Time passes; all that is under way arrives meanwhile. */
  void pass(Duration time) {
    settle();
    for (long passed = 0; passed < time.toNanos(); passed += TICK) {
      now += TICK;
      switches.values().forEach(FakeSwitch::expire);
      controller.tick(now);
      settle();
    }
  }
}
