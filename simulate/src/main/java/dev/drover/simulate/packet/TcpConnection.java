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
 * The sending end of a TCP connection: RFC 5681 with loss recovery by RFC 6675 (SACK) or RFC 6582,
 * and what {@link TcpConfig} asks for beside. Without SACK each duplicate acknowledgement counts as
 * a segment that has arrived, which comes to the same as RFC 6582's inflated window.
 */
final class TcpConnection implements Stream, Endpoint {
  private static final long MAX_TIMEOUT = 60 * SimTime.SECOND;

  private enum State {
    CONNECTING,
    OPEN,
    FAST_RECOVERY,
    AFTER_TIMEOUT,
    CLOSED
  }

  private final Simulator simulator;
  private final PacketPool pool;
  private final TcpConfig config;
  private final Route way;
  private final Port[] route;
  private final int headerBytes;
  private final boolean migration;
  private final int ownerNumber;
  private final StreamListener listener;
  private final int segment;
  private final Scoreboard board;
  private final CongestionControl control;
  private final RoundTrip roundTrip;
  private final Timer retransmission;
  private final Pace pace;
  private final TcpReceiver receiver;
  private final @Nullable RackTlp rack;
  private final Prr prr = new Prr();
  private @Nullable TcpTrace trace;

  private State state = State.CONNECTING;
  private double window;
  private double threshold = Double.POSITIVE_INFINITY;
  private long unacknowledged;
  private long next;
  private long written;
  private long rightEdge;
  private long recoverUpTo = -1;
  private int duplicates;
  private boolean rescued;

  /** The next retransmission is due whatever is under way: the first one of a recovery. */
  private boolean forced;

  private boolean windowLimited;
  private long lastSentAt;
  private long wireBytes;
  private long timeouts;
  private long resentSegments;

  private long lowWater;
  private boolean lowArmed;
  private boolean ackArmed;
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
    this.config = config;
    this.way = way;
    this.route = network.ports(way);
    this.headerBytes = network.headerBytes();
    this.migration = kind == TrafficKind.MIGRATION;
    this.ownerNumber = owner;
    this.listener = listener;
    this.segment = config.maxSegment();
    this.window = (double) config.initialWindow() * segment;
    this.board = new Scoreboard(segment);
    this.control = config.variant().create(config);
    this.roundTrip =
        new RoundTrip(
            SimTime.of(config.initialTimeout()), SimTime.of(config.minTimeout()), MAX_TIMEOUT);
    this.retransmission = new Timer(simulator, this::timedOut);
    this.pace = new Pace(simulator, this::send);
    this.receiver =
        new TcpReceiver(simulator, pool, config, this, network.ports(way.reversed()), headerBytes);
    this.rack = config.rackTlp() ? new RackTlp(simulator, this, board, roundTrip) : null;
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
      state = State.OPEN;
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
      duplicates++;
      if (!config.sack() && state != State.AFTER_TIMEOUT) {
        board.sackSome();
        news += segment;
      }
    }
    boolean repeated = ack.duplicate;
    pool.give(ack);
    if (advanced) {
      advanced(acknowledged, now);
    }
    react(acknowledged, news, now);
    if (rack != null) {
      rack.acknowledged(advanced, repeated);
    }
    look(TcpTrace.Event.ACKNOWLEDGED, now);
    send();
  }

  private void advanced(long acknowledged, long now) {
    duplicates = 0;
    if (!config.sack()) {
      board.forgetSome(acknowledged);
    }
    if (board.isEmpty()) {
      retransmission.cancel();
    } else {
      retransmission.set(now + roundTrip.timeout());
    }
  }

  private void react(long acknowledged, long news, long now) {
    boolean over = unacknowledged >= recoverUpTo;
    switch (state) {
      case OPEN -> {
        if (lossDetected()) {
          enterRecovery(now);
        } else if (acknowledged > 0 && windowLimited) {
          grow(acknowledged, now);
        }
      }
      case FAST_RECOVERY -> {
        if (over) {
          window = threshold;
          state = State.OPEN;
          grow(acknowledged, now);
          look(TcpTrace.Event.RECOVERED, now);
        } else {
          boolean more = detectMore(acknowledged);
          if (config.recovery() == TcpConfig.Recovery.PROPORTIONAL) {
            boolean safe = acknowledged > 0 && !more;
            window = board.pipe() + prr.allowance(news, safe, board.pipe(), threshold, segment);
          }
        }
      }
      case AFTER_TIMEOUT -> {
        if (over) {
          state = State.OPEN;
        } else {
          detectMore(acknowledged);
        }
        if (acknowledged > 0) {
          grow(acknowledged, now);
        }
      }
      case CONNECTING, CLOSED -> {}
    }
  }

  private void grow(long acknowledged, long now) {
    window = control.grown(window, threshold, acknowledged, now, roundTrip.smoothed());
  }

  private boolean lossDetected() {
    if (unacknowledged < recoverUpTo || board.isEmpty()) {
      return false;
    }
    if (rack != null) {
      rack.detectLoss();
    } else {
      if (config.sack()) {
        board.detectLoss();
      }
      if (duplicates >= Scoreboard.DUPLICATES) {
        board.loseFirst();
      }
    }
    return board.hasLost();
  }

  /**
   * A partial acknowledgement has the next segment sent again at once (RFC 6582, section 3.2, step
   * 3), with SACK too: RFC 6675 would wait for the pipe to empty, and when what is thought to be in
   * it is lost as well, for a timeout.
   *
   * @return whether more is lost than was known
   */
  private boolean detectMore(long acknowledged) {
    long before = board.everLost();
    if (rack != null) {
      rack.detectLoss();
    } else {
      if (config.sack()) {
        board.detectLoss();
      }
      if (acknowledged > 0 && state == State.FAST_RECOVERY && board.loseFirst()) {
        forced = true;
      }
    }
    return board.everLost() > before;
  }

  private void enterRecovery(long now) {
    state = State.FAST_RECOVERY;
    recoverUpTo = next;
    rescued = false;
    threshold = control.thresholdAfterLoss(window, halved(), false);
    prr.begin(board.outstanding());
    window = threshold;
    forced = true;
    look(TcpTrace.Event.FAST_RECOVERY, now);
  }

  private long halved() {
    return switch (config.halved()) {
      case FLIGHT -> board.outstanding();
      case PIPE -> board.pipe();
    };
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
    timeouts++;
    if (state != State.AFTER_TIMEOUT) {
      threshold = control.thresholdAfterLoss(window, halved(), true);
    }
    window = segment;
    state = State.AFTER_TIMEOUT;
    recoverUpTo = next;
    duplicates = 0;
    board.loseAll();
    retransmission.set(now + roundTrip.timeout());
    look(TcpTrace.Event.TIMEOUT, now);
    send();
  }

  /** Loss found by RACK's timer or a tail loss probe, between acknowledgements. */
  void lossFound() {
    if (state == State.OPEN && board.hasLost()) {
      enterRecovery(simulator.now());
    }
    send();
  }

  /** A tail loss probe told of a loss that it repaired (RFC 8985, section 7.4.2). */
  void lossRepaired() {
    threshold = control.thresholdAfterLoss(window, halved(), false);
    window = threshold;
  }

  /** Sends a probe (RFC 8985, section 7.3): new data if there is some, the last segment else. */
  boolean probe() {
    if (state != State.OPEN || board.isEmpty()) {
      return false;
    }
    int length = (int) Math.min(segment, written - next);
    if (length > 0 && next + length <= rightEdge) {
      sendNew(length, simulator.now());
      tell();
      return false;
    }
    sendAgain(board.segments().tail() - 1, simulator.now());
    return true;
  }

  private void send() {
    if (sending || state == State.CONNECTING || state == State.CLOSED) {
      return;
    }
    sending = true;
    try {
      restartAfterIdle();
      do {
        windowLimited = !sendWhatFits();
      } while (tell());
    } finally {
      sending = false;
    }
    if (rack != null) {
      rack.armProbe(state == State.OPEN, retransmission.deadline());
    }
  }

  private void restartAfterIdle() {
    long idle = simulator.now() - lastSentAt;
    if (board.isEmpty() && written > next && next > 0 && idle > 0) {
      control.idle(idle);
      double restarted =
          IdleWindow.after(
              config.idleRestart(),
              window,
              (double) config.initialWindow() * segment,
              idle,
              roundTrip.timeout());
      if (restarted < window) {
        if (config.idleRestart() != TcpConfig.IdleRestart.INITIAL_WINDOW) {
          threshold = Math.max(threshold, 0.75 * window);
        }
        window = restarted;
        look(TcpTrace.Event.IDLE, simulator.now());
      }
    }
  }

  /** {@return whether it was not the window that ended it} */
  private boolean sendWhatFits() {
    long now = simulator.now();
    while (true) {
      long room = (long) window - board.pipe();
      int lost = state == State.OPEN ? board.segments().tail() : board.nextLost();
      if (lost != board.segments().tail()) {
        if (room < board.segments().length(lost) && board.pipe() > 0 && !forced) {
          return false;
        }
        if (!pace.allows(now, false)) {
          return true;
        }
        forced = false;
        sendAgain(lost, now);
        continue;
      }
      int length = (int) Math.min(segment, written - next);
      if (length == 0) {
        if (state == State.FAST_RECOVERY && room >= segment && resendSuspect(now)) {
          continue;
        }
        return true;
      }
      boolean held =
          state == State.OPEN && !config.limitedTransmit() && board.outstanding() + length > window;
      if (held || (room < length && board.pipe() > 0)) {
        return false;
      }
      if (next + length > rightEdge || !pace.allows(now, true)) {
        return true;
      }
      sendNew(length, now);
    }
  }

  /** Rules (3) and (4) of RFC 6675's NextSeg. */
  private boolean resendSuspect(long now) {
    if (!config.sack() || rack != null) {
      return false;
    }
    int suspect = board.nextSuspect();
    if (suspect == board.segments().tail()) {
      int last = suspect - 1;
      if (!config.rescue()
          || rescued
          || board.isEmpty()
          || board.segments().is(last, Segments.SACKED | Segments.RESENT)) {
        return false;
      }
      rescued = true;
      suspect = last;
    }
    sendAgain(suspect, now);
    return true;
  }

  private void sendNew(int length, long now) {
    Packet packet = packet(next, length, now);
    board.sent(next, length, now);
    next += length;
    pace.sent(packet.wireBytes, length, now, paceRate());
    depart(packet, length, now);
  }

  private void sendAgain(int position, long now) {
    int length = board.segments().length(position);
    Packet packet = packet(board.segments().start(position), length, now);
    board.sentAgain(position, now);
    resentSegments++;
    pace.sent(packet.wireBytes, 0, now, paceRate());
    depart(packet, length, now);
  }

  private void depart(Packet packet, int length, long now) {
    if (state == State.FAST_RECOVERY) {
      prr.sent(length);
    }
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

  /** Bits per second; Linux's two factors. */
  private double paceRate() {
    if (!config.pacing() || !roundTrip.measured()) {
      return Double.POSITIVE_INFINITY;
    }
    double factor = window < threshold / 2 ? 2 : 1.2;
    return factor * window * 8 * SimTime.SECOND / roundTrip.smoothed();
  }

  /** Tells the owner what it waits for. {@return whether it has written more} */
  private boolean tell() {
    long before = written;
    if (lowArmed && written - next <= lowWater) {
      lowArmed = false;
      listener.backlogLow(this);
    }
    if (ackArmed && unacknowledged == written) {
      ackArmed = false;
      listener.allAcknowledged(this);
    }
    return written > before;
  }

  void arrived() {
    if (state != State.CLOSED) {
      listener.delivered(this);
    }
  }

  private void look(TcpTrace.Event event, long now) {
    if (trace != null) {
      trace.look(now, event, window, threshold, board.outstanding(), roundTrip.smoothed());
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
    lowArmed = true;
    ackArmed = true;
    send();
  }

  @Override
  public void limit(long bitsPerSecond) {
    pace.limit(bitsPerSecond);
    send();
  }

  @Override
  public void lowWater(long bytes) {
    lowWater = bytes;
    lowArmed |= written - next > bytes;
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

  /** {@return how often the retransmission timer ran out} */
  long timeouts() {
    return timeouts;
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
