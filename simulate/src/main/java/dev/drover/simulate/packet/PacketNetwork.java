package dev.drover.simulate.packet;

import dev.drover.model.Reservation;
import dev.drover.model.TrafficClass;
import dev.drover.model.network.Route;
import dev.drover.model.network.Topology;
import dev.drover.model.network.Topology.Buffer;
import dev.drover.model.network.Topology.Link;
import dev.drover.model.network.Topology.Node;
import dev.drover.simulate.kernel.Seeds;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.stream.Reservable;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.StreamNetwork;
import dev.drover.simulate.stream.TrafficKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A network of output-queued switches that carries every packet one by one. Hosts are as fast as
 * their links; acknowledgements queue like data.
 */
public final class PacketNetwork implements StreamNetwork, Reservable {
  /** IPv4 and TCP with timestamps (RFC 7323). */
  private static final int IP_AND_TCP = 20 + 20 + 12;

  /** What a buffer that counts packets is taken for where bytes are counted. */
  private static final long FULL_FRAME = 1538;

  private static final int IP_AND_UDP = 20 + 8;

  private final Simulator simulator;
  private final TcpConfig config;
  private final int framing;
  private final PacketPool pool = new PacketPool();
  private final Map<String, Port> ports = new TreeMap<>();
  private final Map<String, DropTailPort> wires = new TreeMap<>();
  private final Map<String, ShapedPort> egress = new TreeMap<>();
  private final Map<String, ShapedPort> ingress = new TreeMap<>();
  private final Map<String, Integer> owners = new TreeMap<>();
  private final List<TcpConnection> connections = new ArrayList<>();

  /**
   * A network of idle links.
   *
   * @param framing bytes of the link layer for each packet on the wire; Ethernet: 38 with preamble
   *     and gap between frames
   */
  public PacketNetwork(Simulator simulator, Topology topology, TcpConfig config, int framing) {
    this.simulator = simulator;
    this.config = config;
    this.framing = framing;
    for (Link link : topology.links()) {
      add(topology, link.left(), link.right(), link);
      add(topology, link.right(), link.left(), link);
    }
  }

  /** Links of hosts can be divided; those between switches need not be. */
  private void add(Topology topology, String from, String to, Link link) {
    DropTailPort plain = new DropTailPort(simulator, pool, link);
    wires.put(key(from, to), plain);
    Port port = plain;
    if (isHost(topology, from) || isHost(topology, to)) {
      ShapedPort shaped = new ShapedPort(simulator, pool, plain, link.rate(), room(link));
      if (isHost(topology, from)) {
        egress.put(from, shaped);
      }
      if (isHost(topology, to)) {
        ingress.put(to, shaped);
      }
      port = shaped;
    }
    if (ports.put(key(from, to), port) != null) {
      throw new IllegalArgumentException(
          from + " and " + to + " have two links; a route by names cannot tell them apart");
    }
  }

  private static boolean isHost(Topology topology, String name) {
    return topology.node(name).orElseThrow().kind() == Node.Kind.HOST;
  }

  private static long room(Link link) {
    return switch (link.buffer()) {
      case Buffer.Packets(int count) -> count * FULL_FRAME;
      case Buffer.Size(var bytes) -> bytes.count();
    };
  }

  /** The incoming side is divided where the last switch sends to the host. */
  @Override
  public void reserve(Reservation reservation) {
    shaped(reservation.host(), reservation.direction()).divide(reservation, this::number);
  }

  @Override
  public void release(String host, TrafficClass direction) {
    shaped(host, direction).undivide();
  }

  private ShapedPort shaped(String host, TrafficClass direction) {
    ShapedPort port = (direction == TrafficClass.OUTGOING ? egress : ingress).get(host);
    if (port == null) {
      throw new IllegalArgumentException(host + " is not a host of this network");
    }
    return port;
  }

  @Override
  public Simulator simulator() {
    return simulator;
  }

  @Override
  public Stream open(Route route, TrafficKind kind, String owner, StreamListener listener) {
    return open(route, kind, owner, config, listener);
  }

  /** Opens a stream whose ends run another TCP than the rest. */
  public Stream open(
      Route route, TrafficKind kind, String owner, TcpConfig tcp, StreamListener listener) {
    TcpConnection connection = new TcpConnection(this, route, kind, number(owner), tcp, listener);
    connections.add(connection);
    connection.connect();
    return connection;
  }

  /** Has {@code observer} told of the window of {@code stream}, one of this network's. */
  public void trace(Stream stream, TcpTrace observer) {
    if (!(stream instanceof TcpConnection connection)) {
      throw new IllegalArgumentException("not a stream of this network: " + stream);
    }
    connection.trace(observer);
  }

  /**
   * A sender of datagrams that nobody answers, silent until it is told to start.
   *
   * @param payload of each, in bytes
   */
  public DatagramSource datagrams(Route route, TrafficKind kind, String owner, int payload) {
    return new DatagramSource(
        simulator,
        pool,
        ports(route),
        kind,
        number(owner),
        payload,
        payload + IP_AND_UDP + framing);
  }

  /**
   * Has {@code node} lose packets towards {@code neighbour} by chance; of streams opened later.
   *
   * @param probability for each packet, from 0 to 1
   */
  public void lose(String node, String neighbour, double probability, RandomGenerator random) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is from 0 to 1: " + probability);
    }
    Port port = port(node, neighbour);
    ports.put(key(node, neighbour), new LossyPort(port, pool, probability, random));
  }

  /**
   * Has each packet arrive up to {@code most} later, by chance. Without it flows whose links are
   * equally fast stay in step with the queue that they share, and one that always comes just after
   * another is locked out (Floyd and Jacobson, On traffic phase effects in packet-switched
   * gateways, 1992, who suggest about the time of a packet on the narrowest link).
   */
  public void jitter(Duration most, Seeds seeds) {
    wires.forEach(
        (wire, port) -> port.jitter(SimTime.of(most), seeds.generator("jitter of " + wire)));
  }

  private int number(String owner) {
    return owners.computeIfAbsent(owner, _ -> owners.size());
  }

  Port[] ports(Route route) {
    Port[] way = new Port[route.nodes().size() - 1];
    for (int i = 0; i < way.length; i++) {
      way[i] = port(route.nodes().get(i), route.nodes().get(i + 1));
    }
    return way;
  }

  private Port port(String node, String neighbour) {
    Port port = ports.get(key(node, neighbour));
    if (port == null) {
      throw new IllegalArgumentException("there is no link from " + node + " to " + neighbour);
    }
    return port;
  }

  PacketPool pool() {
    return pool;
  }

  /** {@return payload ÷ bytes on the wire of a full segment of TCP} */
  public static double payloadShare(TcpConfig config, int framing) {
    int payload = config.maxSegment();
    return payload / (double) (payload + IP_AND_TCP + framing);
  }

  int headerBytes() {
    return IP_AND_TCP + framing;
  }

  @Override
  public long bytesSent(String node, String neighbour, TrafficKind kind) {
    return port(node, neighbour).bytesSent(kind);
  }

  /** {@return packets that {@code node} could not queue towards {@code neighbour}} */
  public long packetsDropped(String node, String neighbour) {
    return port(node, neighbour).packetsDropped();
  }

  /** {@return bytes that wait at {@code node} for the link to {@code neighbour}} */
  public long queuedBytes(String node, String neighbour) {
    return port(node, neighbour).queuedBytes();
  }

  /** {@return packets dropped anywhere} */
  public long packetsDropped() {
    return ports.values().stream().mapToLong(Port::packetsDropped).sum();
  }

  /** {@return how often a packet was sent over a link, acknowledgements too} */
  public long packetHops() {
    return ports.values().stream().mapToLong(Port::packetsSent).sum();
  }

  /** {@return how often a retransmission timer ran out, of all connections} */
  public long timeouts() {
    return connections.stream().mapToLong(TcpConnection::timeouts).sum();
  }

  /** {@return segments sent more than once, of all connections} */
  public long segmentsResent() {
    return connections.stream().mapToLong(TcpConnection::resentSegments).sum();
  }

  private static String key(String from, String to) {
    return from + "\n" + to;
  }
}
