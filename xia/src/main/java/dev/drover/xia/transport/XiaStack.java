package dev.drover.xia.transport;

import dev.drover.xia.address.Dag;
import dev.drover.xia.address.Xid;
import dev.drover.xia.address.XidType;
import dev.drover.xia.identity.Counter;
import dev.drover.xia.identity.Identity;
import dev.drover.xia.identity.Statement;
import dev.drover.xia.stack.Network;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A node's transports: where an application opens streams and sends datagrams. Safe for use by many
 * threads.
 *
 * {@snippet :
 * XiaStack stack = new XiaStack(network);
 * try (StreamSocket socket = stack.connect(service, Duration.ofSeconds(5))) {
 *   socket.output().write(question);
 *   socket.shutdownOutput();
 *   byte[] answer = socket.input().readAllBytes();
 * }
 * }
 */
public final class XiaStack implements AutoCloseable {
  private static final int MOST_OPENINGS_WAITING = 256;
  private static final int MOST_MOVES_WAITING = 65_536;

  private final Network network;
  private final StreamOptions options;
  private final Counter counter;
  private final RandomGenerator random;
  private final Refusals refusals;
  private final Ended<Long> ended = new Ended<>();
  private final Network.Binding moves;
  private final Work openWork = new Work("xia-open", MOST_OPENINGS_WAITING);
  private final Work moveWork = new Work("xia-move", MOST_MOVES_WAITING);
  private volatile @Nullable Locator locator;

  /** How many use a port; guarded by {@code ports}. */
  private final Map<Port, Integer> users = new HashMap<>();

  private final Map<Xid, Port> ports = new HashMap<>();
  private volatile boolean closed;

  /** With {@link StreamOptions#DEFAULT}. */
  public XiaStack(Network network) {
    this(network, StreamOptions.DEFAULT, Clock.systemUTC(), new SecureRandom());
  }

  /**
   * @param clock for the counters of what is signed
   * @param random for connection ids, which nobody may guess
   */
  public XiaStack(Network network, StreamOptions options, Clock clock, RandomGenerator random) {
    this.network = network;
    this.options = options;
    this.counter = new Counter(clock);
    this.random = random;
    this.refusals = new Refusals(network::nanoTime);
    this.moves = network.onMove(this::moved);
  }

  /** Whom to ask where a peer is that has moved while this node moved too. */
  public void locateWith(Locator knows) {
    locator = knows;
  }

  /**
   * Waits for streams to a service of this node.
   *
   * @throws IllegalStateException when it has a listener already
   */
  public StreamListener listen(Identity service) {
    Port port = port(service.sid());
    try {
      Openings openings = new Openings(port, service);
      port.listen(openings);
      return new StreamListener(this, service, openings);
    } catch (IllegalStateException e) {
      release(port);
      throw e;
    }
  }

  /**
   * Opens a stream to a service, as nobody in particular.
   *
   * @param service of which the intent is the hash of the service's key
   * @throws StreamException when nothing there listens, or answers in time
   */
  public StreamSocket connect(Dag service, Duration timeout)
      throws StreamException, InterruptedException {
    return connect(Identity.generate(), service, timeout);
  }

  /** As the other, as {@code me}: the service sees its identifier, proved. */
  public StreamSocket connect(Identity me, Dag service, Duration timeout)
      throws StreamException, InterruptedException {
    if (service.intent().type() != XidType.SID) {
      throw new IllegalArgumentException("a stream leads to a service, not to " + service.intent());
    }
    Port port = port(me.sid());
    try {
      return new StreamSocket(new Dialing(port, me, service).dial(timeout));
    } finally {
      release(port);
    }
  }

  /**
   * Opens a datagram socket of a service of this node.
   *
   * @throws IllegalStateException when it has one already
   */
  public Datagrams datagrams(Identity service) {
    return datagrams(service.sid());
  }

  /** As the other, for an identifier that is no key's hash. */
  public Datagrams datagrams(Xid service) {
    Port port = port(service);
    try {
      Datagrams socket = new Datagrams(port, service);
      port.datagrams(socket);
      return socket;
    } catch (IllegalStateException e) {
      release(port);
      throw e;
    }
  }

  /** {@return how many packets and statements were refused so far: forged, replayed, strange} */
  public long refused() {
    return refusals.count();
  }

  /**
   * Resets all streams that are open. Listeners and datagram sockets are their owners' to close.
   */
  @Override
  public void close() {
    closed = true;
    moves.close();
    everyConnection().forEach(connection -> connection.abort("the stack was closed"));
  }

  private List<Connection> everyConnection() {
    List<Connection> all = new ArrayList<>();
    synchronized (ports) {
      ports.values().forEach(port -> all.addAll(port.connections()));
    }
    return all;
  }

  /** One thread signs for all: more would take the processors from who is to go on. */
  private void moved() {
    if (!closed) {
      var _ =
          Thread.ofVirtual()
              .name("xia-moved")
              .start(() -> everyConnection().forEach(Connection::moved));
    }
  }

  // ---- for this package

  private Port port(Xid sid) {
    synchronized (ports) {
      Port port = ports.computeIfAbsent(sid, _ -> new Port(this, sid));
      users.merge(port, 1, Integer::sum);
      return port;
    }
  }

  /** Someone else uses a port that is in use. */
  void retain(Port port) {
    synchronized (ports) {
      users.merge(port, 1, Integer::sum);
    }
  }

  /** Someone does not use it any more; it is unbound after the last. */
  void release(Port port) {
    synchronized (ports) {
      if (users.merge(port, -1, Integer::sum) == 0) {
        users.remove(port);
        ports.remove(port.sid());
        port.unbind();
      }
    }
  }

  /** {@return a signed statement; takes about a millisecond} */
  Statement state(Identity by, Whereabouts where) {
    return Statement.sign(by, Statement.Kind.MIGRATE, counter.next(), where.encode());
  }

  /** {@return a connection id that nobody guesses, not 0} */
  long newId() {
    long id = random.nextLong();
    while (id == 0) {
      id = random.nextLong();
    }
    return id;
  }

  Network network() {
    return network;
  }

  StreamOptions options() {
    return options;
  }

  Refusals refusals() {
    return refusals;
  }

  Ended<Long> ended() {
    return ended;
  }

  Work openWork() {
    return openWork;
  }

  Work moveWork() {
    return moveWork;
  }

  Optional<Locator> locator() {
    return Optional.ofNullable(locator);
  }
}
