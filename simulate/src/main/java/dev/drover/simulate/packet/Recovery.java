package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a sender makes of acknowledgements and timeouts: its congestion window (RFC 5681), what is
 * lost, and how it recovers, by RFC 6675 (SACK) or RFC 6582. Without SACK each duplicate
 * acknowledgement counts as a segment that has arrived, which comes to the same as RFC 6582's
 * inflated window. It sends nothing itself.
 */
final class Recovery {
  private enum Phase {
    OPEN,
    FAST_RECOVERY,
    AFTER_TIMEOUT
  }

  private final TcpConfig config;
  private final int segment;
  private final Scoreboard board;
  private final RoundTrip roundTrip;
  private final @Nullable RackTlp rack;
  private final Consumer<TcpTrace.Event> watcher;
  private final CongestionControl control;
  private final Prr prr = new Prr();

  private Phase phase = Phase.OPEN;
  private double window;
  private double threshold = Double.POSITIVE_INFINITY;
  private long recoverUpTo = -1;
  private int duplicates;
  private boolean rescued;

  /** The next retransmission is due whatever is under way: the first one of a recovery. */
  private boolean forced;

  private long timeouts;

  /**
   * A connection that has sent nothing.
   *
   * @param rack finds losses by time; without it duplicate acknowledgements and SACK do
   * @param watcher is told of what may be traced
   */
  Recovery(
      TcpConfig config,
      Scoreboard board,
      RoundTrip roundTrip,
      @Nullable RackTlp rack,
      Consumer<TcpTrace.Event> watcher) {
    this.config = config;
    this.segment = config.maxSegment();
    this.board = board;
    this.roundTrip = roundTrip;
    this.rack = rack;
    this.watcher = watcher;
    this.control = config.variant().create(config);
    this.window = (double) config.initialWindow() * segment;
  }

  double window() {
    return window;
  }

  double threshold() {
    return threshold;
  }

  /** {@return whether nothing is known to be lost} */
  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** {@return how often the retransmission timer ran out} */
  long timeouts() {
    return timeouts;
  }

  /**
   * An acknowledgement of nothing new while something is under way.
   *
   * @return bytes that it tells have arrived, without SACK
   */
  long duplicate() {
    duplicates++;
    if (config.sack() || phase == Phase.AFTER_TIMEOUT) {
      return 0;
    }
    board.sackSome();
    return segment;
  }

  /** The cumulative acknowledgement has moved on by {@code acknowledged} bytes. */
  void advanced(long acknowledged) {
    duplicates = 0;
    if (!config.sack()) {
      board.forgetSome(acknowledged);
    }
  }

  /**
   * Follows an acknowledgement, whatever it was of.
   *
   * @param upTo the cumulative acknowledgement, now
   * @param acknowledged by how much it moved
   * @param news bytes that have arrived, as this acknowledgement tells
   * @param next the first byte that was never sent
   * @param windowLimited whether the window held back what there was to send
   */
  void react(long upTo, long acknowledged, long news, long next, boolean windowLimited, long now) {
    boolean over = upTo >= recoverUpTo;
    switch (phase) {
      case OPEN -> {
        if (lossDetected(upTo)) {
          begin(next);
        } else if (acknowledged > 0 && windowLimited) {
          grow(acknowledged, now);
        }
      }
      case FAST_RECOVERY -> {
        if (over) {
          window = threshold;
          phase = Phase.OPEN;
          grow(acknowledged, now);
          watcher.accept(TcpTrace.Event.RECOVERED);
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
          phase = Phase.OPEN;
        } else {
          detectMore(acknowledged);
        }
        if (acknowledged > 0) {
          grow(acknowledged, now);
        }
      }
    }
  }

  private void grow(long acknowledged, long now) {
    window = control.grown(window, threshold, acknowledged, now, roundTrip.smoothed());
  }

  private boolean lossDetected(long upTo) {
    if (!pastRecovery(upTo) || board.isEmpty()) {
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
   * Without SACK duplicates at the end of a recovery may be of what that recovery sent needlessly:
   * more than what was sent before it must have arrived (RFC 6582, section 3.2, step 2).
   */
  private boolean pastRecovery(long upTo) {
    return config.sack() ? upTo >= recoverUpTo : upTo > recoverUpTo;
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
      if (acknowledged > 0 && phase == Phase.FAST_RECOVERY && board.loseFirst()) {
        forced = true;
      }
    }
    return board.everLost() > before;
  }

  /** RACK's timer may have found a loss between acknowledgements. */
  void lossFound(long next) {
    if (phase == Phase.OPEN && board.hasLost()) {
      begin(next);
    }
  }

  private void begin(long next) {
    phase = Phase.FAST_RECOVERY;
    recoverUpTo = next;
    rescued = false;
    threshold = control.thresholdAfterLoss(window, halved(), false);
    prr.begin(board.outstanding());
    window = threshold;
    forced = true;
    watcher.accept(TcpTrace.Event.FAST_RECOVERY);
  }

  private long halved() {
    return switch (config.halved()) {
      case FLIGHT -> board.outstanding();
      case PIPE -> board.pipe();
    };
  }

  /** RFC 5681, section 3.1, and RFC 6298, section 5: from one segment on again. */
  void timedOut(long next) {
    timeouts++;
    if (phase != Phase.AFTER_TIMEOUT) {
      threshold = control.thresholdAfterLoss(window, halved(), true);
    }
    window = segment;
    phase = Phase.AFTER_TIMEOUT;
    recoverUpTo = next;
    duplicates = 0;
    board.loseAll();
    watcher.accept(TcpTrace.Event.TIMEOUT);
  }

  /** A tail loss probe told of a loss that it repaired (RFC 8985, section 7.4.2). */
  void lossRepaired() {
    threshold = control.thresholdAfterLoss(window, halved(), false);
    window = threshold;
  }

  /** Nothing was sent for {@code idle} picoseconds. */
  void idle(long idle) {
    control.idle(idle);
    double initial = (double) config.initialWindow() * segment;
    double left =
        IdleWindow.after(config.idleRestart(), window, initial, idle, roundTrip.timeout());
    if (left < window) {
      if (config.idleRestart() != TcpConfig.IdleRestart.INITIAL_WINDOW) {
        threshold = Math.max(threshold, 0.75 * window);
      }
      window = left;
      watcher.accept(TcpTrace.Event.IDLE);
    }
  }

  /**
   * {@return bytes that the window leaves beside what is under way; below zero when too much is}
   */
  long room() {
    return (long) window - board.pipe();
  }

  /** {@return the position of what is to be sent again next; the tail when there is nothing} */
  int nextLost() {
    return phase == Phase.OPEN ? board.segments().tail() : board.nextLost();
  }

  /** {@return whether {@code length} bytes that are lost may go now} */
  boolean allowsAgain(int length) {
    return forced || room() >= length || board.pipe() == 0;
  }

  /** {@return whether {@code length} bytes that were never sent may go now} */
  boolean allowsNew(int length) {
    boolean held =
        phase == Phase.OPEN && !config.limitedTransmit() && board.outstanding() + length > window;
    return !held && (room() >= length || board.pipe() == 0);
  }

  /** {@return what rules (3) and (4) of RFC 6675's NextSeg would send; the tail for nothing} */
  int nextSuspect() {
    int tail = board.segments().tail();
    if (phase != Phase.FAST_RECOVERY || room() < segment || !config.sack() || rack != null) {
      return tail;
    }
    int suspect = board.nextSuspect();
    if (suspect != tail) {
      return suspect;
    }
    if (!config.rescue()
        || rescued
        || board.isEmpty()
        || board.segments().is(tail - 1, Segments.SACKED | Segments.RESENT)) {
      return tail;
    }
    rescued = true;
    return tail - 1;
  }

  /** What was due whatever is under way has gone. */
  void sentAgain() {
    forced = false;
  }

  void sent(int length) {
    if (phase == Phase.FAST_RECOVERY) {
      prr.sent(length);
    }
  }

  /**
   * {@return bits per second on the wire when paced, by Linux's two factors; infinite otherwise}
   */
  double paceRate() {
    if (!config.pacing() || !roundTrip.measured()) {
      return Double.POSITIVE_INFINITY;
    }
    double factor = window < threshold / 2 ? 2 : 1.2;
    return factor * window * 8 * SimTime.SECOND / roundTrip.smoothed();
  }
}
