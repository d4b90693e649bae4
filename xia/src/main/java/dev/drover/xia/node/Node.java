package dev.drover.xia.node;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.forward.Forwarder;
import dev.drover.xia.forward.Route;
import dev.drover.xia.forward.Tables;
import dev.drover.xia.link.Link;
import dev.drover.xia.link.LinkAddress;
import dev.drover.xia.node.Statistics.Count;
import dev.drover.xia.packet.MalformedPacket;
import dev.drover.xia.packet.NextHeader;
import dev.drover.xia.packet.Packet;
import dev.drover.xia.stack.Network;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A host or router: what arrives on a link is forwarded or delivered on that link's own thread. Who
 * it is does not change; where it is says {@link #location}.
 */
public final class Node implements Network, AutoCloseable {
  private static final Logger LOG = System.getLogger(Node.class.getName());

  /** As {@link Network.Receiver}, for what must know by which link and from whom it came. */
  @FunctionalInterface
  public interface LinkReceiver {
    /**
     * Takes a packet over; must not block.
     *
     * @param port number of the link, -1 when it came from this node itself
     * @param from the neighbour; null when it came from this node itself
     */
    void receive(Packet packet, int port, @Nullable LinkAddress from);
  }

  /** Sees every packet that comes by: a cache. */
  public interface Passing {
    /**
     * Sees a packet that arrived and has not been forwarded or delivered; must not keep or change
     * it.
     *
     * @return whether it was answered here and goes no further
     */
    boolean takes(Packet packet);

    /** Takes nothing. */
    Passing NONE = _ -> false;
  }

  private final Xid hid;
  private final List<Link> links;
  private final int largestPacket;
  private final Tables tables = new Tables();
  private final Forwarder forwarder = new Forwarder(tables);
  private final Neighbours neighbours;
  private final Map<Xid, LinkReceiver> bound = new ConcurrentHashMap<>();
  private final List<Runnable> onMove = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor time;
  private final Statistics statistics = new Statistics();
  private final ControlMessages control = new ControlMessages(this);
  private volatile Function<Xid, Dag> location = Dag::chain;
  private volatile Passing passing = Passing.NONE;

  /** Sends and receives nothing before it is started. */
  public Node(Xid hid, List<Link> links) {
    this.hid = hid;
    this.links = List.copyOf(links);
    this.largestPacket = links.stream().mapToInt(Link::largestPacket).min().orElse(UNLINKED);
    this.neighbours = new Neighbours(links.size());
    this.time =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("xia time").factory(),
            // After the node was closed no time passes any more.
            new ThreadPoolExecutor.DiscardPolicy());
    time.setRemoveOnCancelPolicy(true);
    tables.of(XidType.HID).put(Xid.BROADCAST, Route.LOCAL);
    bind(hid, control::received);
  }

  /** Begins to receive; once. */
  public void start() {
    for (int port = 0; port < links.size(); port++) {
      int number = port;
      links.get(port).start((bytes, size, from) -> hear(bytes, size, number, from));
    }
  }

  /** Whatever comes, the link's thread lives: the next packet may be whole. */
  private void hear(byte[] bytes, int size, int port, LinkAddress from) {
    try {
      arrived(Packet.parse(bytes, size), port, from);
    } catch (MalformedPacket e) {
      statistics.count(Count.MALFORMED);
      LOG.log(Level.DEBUG, "link {0}: {1}", links.get(port).name(), e.getMessage());
    } catch (RuntimeException e) {
      statistics.count(Count.FAULT);
      LOG.log(Level.ERROR, "link " + links.get(port).name() + ": a packet was not taken", e);
    }
  }

  private void arrived(Packet packet, int port, LinkAddress from) {
    statistics.count(Count.RECEIVED);
    if (passing.takes(packet)) {
      return;
    }
    Route route = forwarder.next(packet);
    if (route.leaves()) {
      forward(packet, route, port);
    } else if (route.unreachable()) {
      control.unreachable(packet);
    } else {
      deliver(packet, port, from);
    }
  }

  private void forward(Packet packet, Route route, int port) {
    int hops = packet.hopLimit();
    if (hops <= 1) {
      control.timeExceeded(packet);
      return;
    }
    packet.hopLimit(hops - 1);
    if (route.port() == port) {
      control.detour(packet, route);
    }
    transmit(packet, route);
  }

  private void transmit(Packet packet, Route route) {
    Link link = links.get(route.port());
    LinkAddress address =
        neighbours.address(route.port(), route.nextHop().orElseThrow()).orElse(null);
    if (address == null) {
      statistics.count(Count.NO_NEIGHBOUR);
      return;
    }
    if (packet.size() > link.largestPacket()) {
      statistics.count(Count.TOO_LARGE);
      return;
    }
    statistics.count(Count.SENT);
    link.send(packet, address);
  }

  private void deliver(Packet packet, int port, @Nullable LinkAddress from) {
    LinkReceiver receiver = bound.get(packet.intent());
    if (receiver == null) {
      statistics.count(Count.UNBOUND);
      return;
    }
    statistics.count(Count.DELIVERED);
    if (packet.nextHeader() == NextHeader.XCMP && !packet.intent().equals(hid)) {
      // About what a service sent: the node's business as well.
      control.concerning(packet);
    }
    receiver.receive(packet, port, from);
  }

  @Override
  public void send(Packet packet) {
    Route route = forwarder.next(packet);
    if (route.leaves()) {
      transmit(packet, route);
    } else if (route.unreachable()) {
      statistics.count(Count.NO_ROUTE);
    } else {
      // Not on the sender's thread, which may hold what the receiver waits for.
      after(0, () -> deliver(packet, -1, null));
    }
  }

  /** Sends to all neighbours on one link. */
  public void broadcast(Packet packet, int port) {
    statistics.count(Count.SENT);
    links.get(port).broadcast(packet);
  }

  /** Sends to one neighbour by its address on a link, whatever the tables say. */
  public void sendOn(Packet packet, int port, LinkAddress to) {
    statistics.count(Count.SENT);
    links.get(port).send(packet, to);
  }

  @Override
  public Binding bind(Xid intent, Receiver receiver) {
    return bindLink(intent, (packet, _, _) -> receiver.receive(packet));
  }

  /** As {@link #bind}, for what must know where packets come from. */
  public Binding bindLink(Xid intent, LinkReceiver receiver) {
    if (bound.putIfAbsent(intent, receiver) != null) {
      throw new IllegalStateException(intent + " is bound already");
    }
    tables.of(intent.type()).put(intent, Route.LOCAL);
    return () -> {
      if (bound.remove(intent, receiver)) {
        tables.of(intent.type()).remove(intent);
      }
    };
  }

  @Override
  public Dag address(Xid intent) {
    return location.apply(intent);
  }

  /**
   * Says where this node is from now on.
   *
   * @param place gives the address of something on this node
   */
  public void location(Function<Xid, Dag> place) {
    location = place;
    onMove.forEach(moved -> Thread.ofVirtual().name("xia move").start(moved));
  }

  @Override
  public Binding onMove(Runnable moved) {
    onMove.add(moved);
    return () -> onMove.remove(moved);
  }

  /** Has all packets that arrive pass by a cache. */
  public void passing(Passing cache) {
    passing = cache;
  }

  @Override
  public Xid hid() {
    return hid;
  }

  public Tables tables() {
    return tables;
  }

  public Neighbours neighbours() {
    return neighbours;
  }

  public List<Link> links() {
    return links;
  }

  public ControlMessages control() {
    return control;
  }

  public Statistics statistics() {
    return statistics;
  }

  @Override
  public int largestPacket() {
    return largestPacket;
  }

  /** What stays on a node without links may have any size. */
  private static final int UNLINKED = 65_000;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer after(long delayNanos, Runnable task) {
    ScheduledFuture<?> future = time.schedule(() -> run(task), delayNanos, TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a timer's task failed", e);
    }
  }

  @Override
  public void close() {
    links.forEach(Link::close);
    time.shutdownNow();
  }
}
