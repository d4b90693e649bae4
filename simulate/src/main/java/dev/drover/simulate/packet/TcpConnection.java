package dev.drover.simulate.packet;

import dev.drover.model.network.Route;
import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.kernel.Timer;
import dev.drover.simulate.stream.Stream;
import dev.drover.simulate.stream.StreamListener;
import dev.drover.simulate.stream.TrafficKind;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of a TCP connection: what it sends when. How much it may and what has to be sent
 * again is {@link Recovery}'s; {@link TcpConfig} says by which RFCs.
 */
final class TcpConnection implements Stream, Endpoint {
  private static final long MAX_TIMEOUT = 60 * SimTime.SECOND;

  private enum State {
    CONNECTING,
    CONNECTED,
    CLOSED
  }

  private final Simulator simulator;
  private final PacketPool pool;
  private final Route way;
  private final Port[] route;
  private final int headerBytes;
  private final boolean migration;
  private final int ownerNumber;
  private final StreamListener listener;
  private final Notices notices;
  private final int segment;
  private final Scoreboard board;
  private final RoundTrip roundTrip;
  private final Timer retransmission;
  private final Pace pace;
  private final TcpReceiver receiver;
  private final @Nullable RackTlp rack;
  private final Recovery recovery;
  private @Nullable TcpTrace trace;

  private State state = State.CONNECTING;
  private long unacknowledged;
  private long next;
  private long written;
  private long rightEdge;
  private boolean windowLimited;
  private long lastSentAt;
  private long wireBytes;
  private long resentSegments;

  private boolean sending;

  TcpConnection(
      PacketNetwork network,
      Route way,
      TrafficKind kind,
      int owner,
      TcpConfig config,
      StreamListener listener) {
    this.simulator = network.simulator();
    this.pool = network.pool();
    this.way = way;
    this.route = network.ports(way);
    this.headerBytes = network.headerBytes();
    this.migration = kind == TrafficKind.MIGRATION;
    this.ownerNumber = owner;
    this.listener = listener;
    this.notices = new Notices(listener);
    this.segment = config.maxSegment();
    this.board = new Scoreboard(segment);
    this.roundTrip =
        new RoundTrip(
            SimTime.of(config.initialTimeout()), SimTime.of(config.minTimeout()), MAX_TIMEOUT);
    this.retransmission = new Timer(simulator, this::timedOut);
    this.pace = new Pace(simulator, this::send);
    this.receiver =
        new TcpReceiver(simulator, pool, config, this, network.ports(way.reversed()), headerBytes);
    this.rack = config.rackTlp() ? new RackTlp(simulator, this, board, roundTrip) : null;
    this.recovery = new Recovery(config, board, roundTrip, rack, this::look);
  }

  /** Sends the SYN. */
  void connect() {
    long now = simulator.now();
    Packet packet = packet(0, 0, now);
    packet.connecting = true;
    retransmission.set(now + roundTrip.timeout());
    packet.depart(route);
  }

  boolean isMigration() {
    return migration;
  }

  int owner() {
    return ownerNumber;
  }

  void trace(TcpTrace observer) {
    trace = observer;
  }

  @Override
  public void receive(Packet ack) {
    if (state == State.CLOSED) {
      pool.give(ack);
      return;
    }
    long now = simulator.now();
    if (state == State.CONNECTING) {
      state = State.CONNECTED;
      roundTrip.sample(now - ack.echo);
      rightEdge = ack.sequence + ack.window;
      retransmission.cancel();
      pool.give(ack);
      send();
      return;
    }
    boolean advanced = ack.sequence > unacknowledged;
    long news = 0;
    for (int i = 0; i < ack.sackBlocks; i++) {
      news += board.sack(ack.sackStart[i], ack.sackEnd[i]);
    }
    if (rack != null) {
      rack.arrived(ack);
    }
    rightEdge = Math.max(rightEdge, ack.sequence + ack.window);
    long acknowledged = 0;
    if (advanced) {
      acknowledged = ack.sequence - unacknowledged;
      unacknowledged = ack.sequence;
      news += board.acknowledge(ack.sequence);
      roundTrip.sample(now - ack.echo);
    } else if (board.outstanding() > 0) {
      news += recovery.duplicate();
    }
    boolean repeated = ack.duplicate;
    pool.give(ack);
    if (advanced) {
      advanced(acknowledged, now);
    }
    recovery.react(unacknowledged, acknowledged, news, next, windowLimited, now);
    if (rack != null) {
      rack.acknowledged(advanced, repeated);
    }
    look(TcpTrace.Event.ACKNOWLEDGED);
    send();
  }

  private void advanced(long acknowledged, long now) {
    recovery.advanced(acknowledged);
    if (board.isEmpty()) {
      retransmission.cancel();
    } else {
      retransmission.set(now + roundTrip.timeout());
    }
  }

  private void timedOut() {
    long now = simulator.now();
    roundTrip.backOff();
    if (state == State.CONNECTING) {
      connect();
      return;
    }
    if (board.isEmpty() || state == State.CLOSED) {
      return;
    }
    recovery.timedOut(next);
    retransmission.set(now + roundTrip.timeout());
    send();
  }

  /** Loss found by RACK's timer or a tail loss probe, between acknowledgements. */
  void lossFound() {
    recovery.lossFound(next);
    send();
  }

  /** A tail loss probe told of a loss that it repaired (RFC 8985, section 7.4.2). */
  void lossRepaired() {
    recovery.lossRepaired();
  }

  /** Sends a probe (RFC 8985, section 7.3): new data if there is some, the last segment else. */
  boolean probe() {
    if (state != State.CONNECTED || !recovery.isOpen() || board.isEmpty()) {
      return false;
    }
    int length = (int) Math.min(segment, written - next);
    if (length > 0 && next + length <= rightEdge) {
      sendNew(length, simulator.now());
      notices.tell(this);
      return false;
    }
    sendAgain(board.segments().tail() - 1, simulator.now());
    return true;
  }

  private void send() {
    if (sending || state != State.CONNECTED) {
      return;
    }
    sending = true;
    try {
      restartAfterIdle();
      do {
        windowLimited = !sendWhatFits();
      } while (notices.tell(this));
    } finally {
      sending = false;
    }
    if (rack != null) {
      rack.armProbe(recovery.isOpen(), retransmission.deadline());
    }
  }

  private void restartAfterIdle() {
    long idle = simulator.now() - lastSentAt;
    if (board.isEmpty() && written > next && next > 0 && idle > 0) {
      recovery.idle(idle);
    }
  }

  /** {@return whether it was not the window that ended it} */
  private boolean sendWhatFits() {
    long now = simulator.now();
    while (true) {
      int lost = recovery.nextLost();
      if (lost != board.segments().tail()) {
        if (!recovery.allowsAgain(board.segments().length(lost))) {
          return false;
        }
        if (!pace.allows(now, false)) {
          return true;
        }
        recovery.sentAgain();
        sendAgain(lost, now);
        continue;
      }
      int length = (int) Math.min(segment, written - next);
      if (length == 0) {
        int suspect = recovery.nextSuspect();
        if (suspect == board.segments().tail()) {
          return true;
        }
        sendAgain(suspect, now);
        continue;
      }
      if (!recovery.allowsNew(length)) {
        return false;
      }
      if (next + length > rightEdge || !pace.allows(now, true)) {
        return true;
      }
      sendNew(length, now);
    }
  }

  private void sendNew(int length, long now) {
    Packet packet = packet(next, length, now);
    board.sent(next, length, now);
    next += length;
    pace.sent(packet.wireBytes, length, now, recovery.paceRate());
    depart(packet, length, now);
  }

  private void sendAgain(int position, long now) {
    int length = board.segments().length(position);
    Packet packet = packet(board.segments().start(position), length, now);
    board.sentAgain(position, now);
    resentSegments++;
    pace.sent(packet.wireBytes, 0, now, recovery.paceRate());
    depart(packet, length, now);
  }

  private void depart(Packet packet, int length, long now) {
    recovery.sent(length);
    wireBytes += packet.wireBytes;
    lastSentAt = now;
    if (!retransmission.isSet()) {
      retransmission.set(now + roundTrip.timeout());
    }
    packet.depart(route);
  }

  private Packet packet(long sequence, int length, long now) {
    Packet packet = pool.take();
    packet.migration = migration;
    packet.owner = ownerNumber;
    packet.target = receiver;
    packet.connecting = false;
    packet.sequence = sequence;
    packet.payload = length;
    packet.wireBytes = length + headerBytes;
    packet.sentAt = now;
    packet.sackBlocks = 0;
    return packet;
  }

  void arrived() {
    if (state != State.CLOSED) {
      listener.delivered(this);
    }
  }

  private void look(TcpTrace.Event event) {
    if (trace != null) {
      trace.look(
          simulator.now(),
          event,
          recovery.window(),
          recovery.threshold(),
          board.outstanding(),
          roundTrip.smoothed());
    }
  }

  @Override
  public String source() {
    return way.source();
  }

  @Override
  public String destination() {
    return way.destination();
  }

  @Override
  public void write(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes to write must be positive: " + bytes);
    }
    written = Math.addExact(written, bytes);
    notices.wrote();
    send();
  }

  @Override
  public void limit(long bitsPerSecond) {
    pace.limit(bitsPerSecond);
    send();
  }

  @Override
  public void lowWater(long bytes) {
    notices.lowWater(bytes, this);
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public long sent() {
    return next;
  }

  @Override
  public long acknowledged() {
    return unacknowledged;
  }

  @Override
  public long delivered() {
    return receiver.delivered();
  }

  @Override
  public long wireBytes() {
    return wireBytes;
  }

  @Override
  public double payloadShare() {
    return segment / (double) (segment + headerBytes);
  }

  /** {@return how often the retransmission timer ran out} */
  long timeouts() {
    return recovery.timeouts();
  }

  /** {@return segments sent more than once} */
  long resentSegments() {
    return resentSegments;
  }

  @Override
  public void close() {
    state = State.CLOSED;
    retransmission.cancel();
    pace.cancel();
    if (rack != null) {
      rack.cancel();
    }
  }
}
