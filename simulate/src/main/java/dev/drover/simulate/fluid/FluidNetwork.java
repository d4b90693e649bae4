package dev.drover.simulate.fluid;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Reservable;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import java.util.Arrays;

/**
 * A network in which streams flow: each has the max–min fair rate on its route at every moment,
 * from its first byte on. Bytes arrive after the route's propagation delay and are acknowledged
 * after another. There are no queues, no losses and no slow start; a stream that has nothing to
 * send takes nothing. Acknowledgements take no bandwidth on the way back (with TCP about 2.9 % of
 * what goes there).
 *
 * <p>All that changes at one moment is worked into the rates once, in an event after it. A stream's
 * progress is its rate times the time since the rate changed, so that nothing happens in between.
 * {@link StreamListener#delivered} is called when everything written has arrived, when that which
 * was written before a {@link StreamListener#backlogLow} has, and at positions asked for with
 * {@link Stream#expect}. Bytes are counted on all links of a route as they leave the source.
 */
public final class FluidNetwork implements StreamNetwork, Reservable {
  private static final double BITS_EACH_SECOND = 8.0 * SimTime.SECOND;

  private final Simulator simulator;
  private final FluidConfig config;
  private final Links links;
  private final MaxMin rates = new MaxMin();
  private final Divisions divisions;
  private final IndexedHeap timers = new IndexedHeap();
  private final IntList freeIds = new IntList();
  private final double[] counted;
  private final int timerActor;
  private final int changeActor;
  private FluidStream[] streams = new FluidStream[64];
  private int ids;
  private int pathVersion;
  private long wakeAt = SimTime.NEVER;
  private boolean dirty;
  private boolean handling;
  private long changeAt = -1;

  public FluidNetwork(Simulator simulator, Topology topology) {
    this(simulator, topology, FluidConfig.ETHERNET);
  }

  public FluidNetwork(Simulator simulator, Topology topology, FluidConfig config) {
    this.simulator = simulator;
    this.config = config;
    links = new Links(topology);
    double[] capacity = new double[links.count()];
    for (int i = 0; i < capacity.length; i++) {
      capacity[i] = links.capacity(i);
      rates.addResource(capacity[i]);
    }
    divisions = new Divisions(rates, capacity);
    counted = new double[2 * capacity.length];
    timerActor = simulator.register(this::wake);
    changeActor = simulator.register(this::settle);
  }

  @Override
  public Simulator simulator() {
    return simulator;
  }

  @Override
  public Stream open(Route route, TrafficKind kind, String owner, StreamListener listener) {
    int[] along = links.along(route);
    long delay = 0;
    for (int link : along) {
      delay += links.delay(link);
    }
    int id = freeIds.size() > 0 ? freeIds.removeLast() : ids++;
    if (id == streams.length) {
      streams = Arrays.copyOf(streams, id * 2);
    }
    FluidStream stream =
        new FluidStream(
            this, id, route.source(), route.destination(), along, delay, kind, owner, listener);
    streams[id] = stream;
    return stream;
  }

  @Override
  public long bytesSent(String node, String neighbour, TrafficKind kind) {
    int link = links.between(node, neighbour);
    double bytes = counted[counter(link, kind)];
    for (int i = 0; i < rates.flowsOn(link); i++) {
      FluidStream stream = streams[rates.flowOn(link, i)];
      if (stream.kind == kind) {
        bytes += stream.uncounted();
      }
    }
    return Math.round(bytes * config.overhead());
  }

  /** {@inheritDoc} The host has one link. */
  @Override
  public void reserve(Reservation reservation) {
    int link = nic(reservation.host(), reservation.direction());
    ClassTree tree = new ClassTree(reservation, links.capacity(link));
    FluidStream[] crossing = takeOff(link);
    divisions.divide(link, tree);
    putBack(crossing);
  }

  @Override
  public void release(String host, TrafficClass direction) {
    int link = nic(host, direction);
    FluidStream[] crossing = takeOff(link);
    divisions.unite(link);
    putBack(crossing);
  }

  FluidConfig config() {
    return config;
  }

  void activate(FluidStream stream) {
    if (stream.pathVersion != pathVersion) {
      stream.path = divisions.resources(stream.links, stream.kind, stream.owner);
      stream.pathVersion = pathVersion;
    }
    rates.join(stream.id, stream.path, stream.wireLimit());
    change();
  }

  void deactivate(FluidStream stream) {
    rates.leave(stream.id);
    change();
  }

  void limit(FluidStream stream) {
    rates.limit(stream.id, stream.wireLimit());
    change();
  }

  void closed(FluidStream stream) {
    timers.set(stream.id, SimTime.NEVER);
    freeIds.add(stream.id);
  }

  void retime(FluidStream stream) {
    if (streams[stream.id] == stream) {
      timers.set(stream.id, stream.next());
      arm();
    }
  }

  void count(FluidStream stream, double payload) {
    for (int link : stream.links) {
      counted[counter(link, stream.kind)] += payload;
    }
  }

  private static int counter(int link, TrafficKind kind) {
    return switch (kind) {
      case MIGRATION -> 2 * link;
      case WORKLOAD -> 2 * link + 1;
    };
  }

  private int nic(String host, TrafficClass direction) {
    int out = links.outOf(host);
    return switch (direction) {
      case OUTGOING -> out;
      case INCOMING -> Links.reverse(out);
      case MIXED, IDLE -> throw new IllegalArgumentException("a NIC has no direction " + direction);
    };
  }

  private FluidStream[] takeOff(int link) {
    FluidStream[] crossing = new FluidStream[rates.flowsOn(link)];
    for (int i = 0; i < crossing.length; i++) {
      crossing[i] = streams[rates.flowOn(link, i)];
    }
    for (FluidStream stream : crossing) {
      stream.rate(0);
      rates.leave(stream.id);
    }
    return crossing;
  }

  private void putBack(FluidStream[] crossing) {
    pathVersion++;
    for (FluidStream stream : crossing) {
      activate(stream);
    }
    change();
  }

  private void change() {
    dirty = true;
    long now = simulator.now();
    if (changeAt != now) {
      changeAt = now;
      simulator.schedule(now, changeActor);
    }
  }

  private void settle() {
    changeAt = -1;
    if (dirty) {
      dirty = false;
      handling = true;
      IntList changed = divisions.solve();
      for (int i = 0; i < changed.size(); i++) {
        FluidStream stream = streams[changed.get(i)];
        stream.rate(rates.rate(stream.id) / BITS_EACH_SECOND / config.overhead());
      }
      handling = false;
      arm();
    }
  }

  private void wake() {
    long now = simulator.now();
    if (wakeAt <= now) {
      wakeAt = SimTime.NEVER;
    }
    handling = true;
    while (timers.head() <= now) {
      streams[timers.pop()].act(now);
    }
    handling = false;
    arm();
  }

  private void arm() {
    if (!handling && timers.head() < wakeAt) {
      wakeAt = Math.max(timers.head(), simulator.now());
      simulator.schedule(wakeAt, timerActor);
    }
  }
}
