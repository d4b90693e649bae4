package dev.drover.simulate.packet;

import dev.drover.simulate.kernel.SimTime;
import dev.drover.simulate.kernel.Simulator;
import dev.drover.simulate.kernel.Timer;

/**
 * RACK-TLP (RFC 8985): a segment is lost when one sent later has arrived and a little time has
 * passed, a lost retransmission too; and when acknowledgements stop, the tail is probed after two
 * round trips instead of waited for.
 */
final class RackTlp {
  private static final long MAX_DELAYED_ACK = 200 * SimTime.MILLISECOND;

  private final Simulator simulator;
  private final TcpConnection connection;
  private final Scoreboard board;
  private final RoundTrip roundTrip;
  private final Timer reordering;
  private final Timer probing;
  private long sentAt;
  private long end;
  private long time;
  private long highestArrived;
  private boolean reordered;
  private long probedUpTo = -1;
  private boolean probeWasCopy;

  RackTlp(Simulator simulator, TcpConnection connection, Scoreboard board, RoundTrip roundTrip) {
    this.simulator = simulator;
    this.connection = connection;
    this.board = board;
    this.roundTrip = roundTrip;
    this.reordering =
        new Timer(
            simulator,
            () -> {
              detectLoss();
              connection.lossFound();
            });
    this.probing = new Timer(simulator, this::probe);
  }

  /** Section 6.2, steps 2 and 3: the newest segment that has arrived. Before it is removed. */
  void arrived(Packet ack) {
    Segments segments = board.segments();
    for (int position = segments.head();
        position != segments.tail() && segments.end(position) <= ack.sequence;
        position++) {
      if (!segments.is(position, Segments.SACKED)) {
        arrived(position);
      }
    }
    for (int i = 0; i < ack.sackBlocks; i++) {
      int last = segments.at(ack.sackEnd[i]) - 1;
      if (last - segments.head() >= 0) {
        arrived(last);
      }
    }
  }

  private void arrived(int position) {
    Segments segments = board.segments();
    long tookSoLong = simulator.now() - segments.sentAt(position);
    if (segments.is(position, Segments.EVER_RESENT)) {
      if (tookSoLong < roundTrip.minimum()) {
        return;
      }
    } else if (segments.end(position) < highestArrived) {
      reordered = true;
    }
    highestArrived = Math.max(highestArrived, segments.end(position));
    if (isAfter(segments.sentAt(position), segments.end(position), sentAt, end)) {
      sentAt = segments.sentAt(position);
      end = segments.end(position);
      time = tookSoLong;
    }
  }

  /** Section 6.2, step 5. */
  void detectLoss() {
    Segments segments = board.segments();
    long now = simulator.now();
    long patience = reordered ? Math.min(roundTrip.minimum() / 4, roundTrip.smoothed()) : 0;
    long wait = 0;
    for (int position = segments.head(); position != segments.tail(); position++) {
      boolean copied = segments.is(position, Segments.RESENT);
      boolean settled =
          segments.is(position, Segments.SACKED)
              || (segments.is(position, Segments.LOST) && !copied);
      if (settled) {
        continue;
      }
      if (!isAfter(sentAt, end, segments.sentAt(position), segments.end(position))) {
        if (!segments.is(position, Segments.EVER_RESENT)) {
          break;
        }
        continue;
      }
      long left = segments.sentAt(position) + time + patience - now;
      if (left <= 0) {
        board.loseAgain(position);
      } else {
        wait = Math.max(wait, left);
      }
    }
    if (wait > 0) {
      reordering.set(now + wait);
    } else {
      reordering.cancel();
    }
  }

  private static boolean isAfter(long at, long end, long otherAt, long otherEnd) {
    return at > otherAt || (at == otherAt && end > otherEnd);
  }

  /** Section 7.2: a probe after two round trips without an acknowledgement. */
  void armProbe(boolean open, long retransmissionAt) {
    if (!open || board.isEmpty() || board.hasSacked() || probedUpTo >= 0) {
      probing.cancel();
      return;
    }
    long now = simulator.now();
    long after = roundTrip.measured() ? 2 * roundTrip.smoothed() : SimTime.SECOND;
    Segments segments = board.segments();
    if (segments.tail() - segments.head() == 1) {
      after += MAX_DELAYED_ACK;
    }
    probing.set(Math.min(now + after, Math.max(now, retransmissionAt)));
  }

  private void probe() {
    Segments segments = board.segments();
    if (board.isEmpty()) {
      return;
    }
    probeWasCopy = connection.probe();
    probedUpTo = segments.end(segments.tail() - 1);
  }

  /**
   * Section 7.4: what became of the probe.
   *
   * @param repeated whether the receiver had the data already
   */
  void acknowledged(boolean advanced, boolean repeated) {
    if (probedUpTo < 0 || connection.acknowledged() < probedUpTo) {
      if (repeated && probeWasCopy) {
        probedUpTo = -1;
      }
      return;
    }
    if (!probeWasCopy || repeated) {
      probedUpTo = -1;
    } else if (advanced) {
      probedUpTo = -1;
      connection.lossRepaired();
    }
  }

  void cancel() {
    reordering.cancel();
    probing.cancel();
  }
}
