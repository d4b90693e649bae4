package dev.drover.xia.transport;

import dev.drover.xia.transport.Segment.Kind;
import java.nio.ByteBuffer;

/**
 * The sending half of a stream: keeps what is not acknowledged, and says what to send when.
 *
 * <p>A timeout sends one packet that asks for an answer (RFC 9002's probe) and nothing else; what
 * is lost shows by that answer. While none comes, probes go on at a bounded distance, so that a
 * peer that was frozen is found again soon; the window falls once for all that time.
 */
final class Sender {
  private static final long UNSENT = Long.MAX_VALUE;

  /** A peer whose window is shut is asked at most this seldom, nanoseconds. */
  private static final long SHUT_CAP = 2_000_000_000;

  /** More than a minute no packet is under way: what says so is not an echo of ours. */
  private static final long LONGEST_SAMPLE = 60_000_000_000L;

  private final ByteRing ring;
  private final CongestionControl control;
  private final RoundTrip rtt;
  private final Scoreboard board = new Scoreboard();
  private final Pace pace = new Pace();

  /** Places: of what is to be written, sent, and may be sent. */
  private long written;

  private long next;
  private long allowed;
  private long end = UNSENT;
  private boolean ended;

  private boolean waiting;
  private long waitingSince;
  private int timeouts;
  private long silentSince;
  private int shutProbes;
  private boolean probing;
  private boolean probeDue;
  private boolean held;
  private long recoverySince = Long.MIN_VALUE;
  private long largest;

  private long packets;
  private long packetsAgain;
  private long allTimeouts;

  /**
   * @param buffer bytes kept at most, a power of two
   * @param allowed bytes that the peer takes before it says more
   */
  Sender(int buffer, CongestionControl control, RoundTrip rtt, long allowed) {
    this.ring = new ByteRing(buffer);
    this.control = control;
    this.rtt = rtt;
    this.allowed = allowed;
  }

  /**
   * {@return how many of the bytes were taken over; fewer than there are when the buffer is full}
   */
  int write(ByteBuffer from, int most) {
    int bytes = (int) Math.min(Math.min(from.remaining(), most), ring.limit() - written);
    ring.put(written, from, bytes);
    written += bytes;
    return bytes;
  }

  /** Nothing is written any more. */
  void finish() {
    if (!ended) {
      ended = true;
      end = written;
    }
  }

  boolean ended() {
    return ended;
  }

  /** {@return whether all arrived, the end too} */
  boolean complete() {
    return ended && board.count() == 0 && next > end;
  }

  /** {@return whether something was written that has not arrived} */
  boolean pending() {
    return board.count() > 0 || written > next || (ended && next <= end);
  }

  /** Asks for an answer though there may be nothing to send. */
  void probe(long now) {
    probing = true;
    probeDue = true;
    await(now);
  }

  private void await(long now) {
    if (!waiting) {
      waiting = true;
      waitingSince = now;
    }
  }

  /** {@return whether a packet acknowledges nothing that was never sent} */
  boolean acceptable(Segment segment) {
    return segment.ack >= 0 && segment.ack <= next;
  }

  /** Takes what a packet of the peer's acknowledges; any packet of its does. */
  void onAck(Segment segment, long now) {
    long sample = sample(segment, now);
    // The echo is our own clock's when the newest was sent, and how long the peer held it.
    long echo = segment.echo;
    long flyingBefore = board.flying();
    long news = board.arrivedBefore(segment.ack, echo);
    for (int i = 0; i < segment.sacks; i++) {
      if (segment.sackFrom[i] >= segment.ack && segment.sackTo[i] <= next) {
        news += board.arrived(segment.sackFrom[i], segment.sackTo[i], echo);
      }
    }
    ring.discard(Math.min(segment.ack, written));
    if (segment.ack + segment.window > allowed) {
      allowed = segment.ack + segment.window;
      shutProbes = 0;
    }
    if (news > 0) {
      boolean tried = held || flyingBefore + 2L * largest >= control.window();
      held = false;
      control.onAck(tried ? news : 0, sample, now);
      waitingSince = now;
    }
    findLost(now);
    heard(now);
  }

  private long sample(Segment segment, long now) {
    long sample = segment.echo == 0 ? 0 : now - segment.echo;
    if (sample <= 0 || sample > LONGEST_SAMPLE) {
      return 0;
    }
    if (timeouts > 0) {
      // A frozen peer's answer says how long it was frozen, not how long the way is.
      sample = Math.min(sample, rtt.believable());
    }
    rtt.sample(sample);
    return sample;
  }

  private void findLost(long now) {
    long patience = Math.max(rtt.smoothed(), rtt.newest());
    if (board.findLost(now, patience) && board.newestLossSentAt() > recoverySince) {
      recoverySince = now;
      control.onLoss(now);
    }
  }

  /** A packet of the peer's came: it is there. */
  private void heard(long now) {
    if (timeouts >= 2) {
      board.loseAll(now - rtt.smoothed());
    }
    timeouts = 0;
    probing = false;
    waiting = board.flying() > 0 || shut();
    if (waiting && board.count() == 0) {
      waitingSince = now;
    }
  }

  /** What was sent so far went to where the peer is no more; what of it arrived, it will say. */
  void peerMoved(long now) {
    board.loseAll(now);
    timeouts = 0;
    recoverySince = now;
    waiting = probing;
    waitingSince = now;
  }

  private boolean shut() {
    return board.count() == 0 && written > next && allowed <= next;
  }

  /** Does what is due by now. */
  void onTime(long now) {
    if (board.lossDeadline() <= now) {
      findLost(now);
    }
    if (shut()) {
      await(now);
    }
    if (waiting && waitingSince + patience() <= now) {
      waitingSince = now;
      probeDue = true;
      allTimeouts++;
      if (shut()) {
        shutProbes++;
      }
      if (timeouts == 0) {
        silentSince = now;
      }
      timeouts++;
      if (timeouts == 2 && board.count() > 0) {
        control.onTimeout(now);
        recoverySince = now;
      }
    }
  }

  private long patience() {
    return shut() && shutProbes > 0 && timeouts <= 1
        ? rtt.timeout(shutProbes, SHUT_CAP)
        : rtt.timeout(timeouts);
  }

  /** {@return when {@link #onTime} or {@link #next} has something to do, though nothing comes} */
  long deadline(long now) {
    long deadline = board.lossDeadline();
    if (waiting || shut()) {
      deadline = Math.min(deadline, (waiting ? waitingSince : now) + patience());
    }
    if (!pace.ready(now) && (board.anyLost() || written > next || (ended && next <= end))) {
      deadline = Math.min(deadline, pace.deadline(now));
    }
    return deadline;
  }

  /**
   * Fills in what to send now: its place, length and kind.
   *
   * @param most bytes of data in it
   * @return whether there is anything
   */
  boolean next(Segment out, int most, long now) {
    if (probeDue) {
      probeDue = false;
      sendProbe(out, most, now);
      return true;
    }
    if (board.anyLost()) {
      int index = board.firstLost();
      int bytes = Math.min(board.length(index), most);
      if (!open(bytes, now)) {
        return false;
      }
      board.join(
          index, (int) Math.max(bytes, Math.min(most, control.window() - board.flying())), false);
      sendAgain(out, index, most, now);
      return true;
    }
    return sendNew(out, most, now);
  }

  private boolean open(int bytes, long now) {
    if (board.flying() > 0 && board.flying() + bytes > control.window()) {
      held = true;
      return false;
    }
    return pace.ready(now);
  }

  private void sendProbe(Segment out, int most, long now) {
    int missing = board.firstMissing();
    if (missing >= 0) {
      // One that was frozen and comes back has all that fits at once.
      board.join(missing, most, true);
      sendAgain(out, missing, most, now);
    } else {
      out.clear(Kind.PROBE);
      out.seq = next;
      out.time = now;
      await(now);
    }
  }

  private void sendAgain(Segment out, int index, int most, long now) {
    int data = dataBytes(board.begin(index), board.length(index));
    if (data > most) {
      board.split(index, most);
    }
    board.resend(index, now);
    packetsAgain++;
    fill(out, board.begin(index), board.length(index), now);
  }

  /** Of a piece of the stream, without the place that its end takes. */
  private int dataBytes(long begin, int length) {
    return (int) (Math.min(begin + length, end) - begin);
  }

  private boolean sendNew(Segment out, int most, long now) {
    long available = written - next;
    boolean endOnly = ended && next == end;
    if ((available <= 0 && !endOnly) || board.count() >= Scoreboard.MOST) {
      return false;
    }
    int bytes = (int) Math.min(Math.min(available, most), Math.max(0, allowed - next));
    if (!endOnly && (bytes == 0 || (bytes < most && bytes < available && board.flying() > 0))) {
      // Shut, or so nearly that small packets would be all there is room for.
      return false;
    }
    if (!open(Math.max(1, bytes), now)) {
      return false;
    }
    int length = next + bytes == end ? bytes + 1 : bytes;
    board.add(next, length, now);
    fill(out, next, length, now);
    next += length;
    return true;
  }

  private void fill(Segment out, long begin, int length, long now) {
    int data = dataBytes(begin, length);
    out.clear(data < length ? Kind.FIN : Kind.DATA);
    out.seq = begin;
    out.length = data;
    out.time = now;
    largest = Math.max(largest, length);
    packets++;
    await(now);
    pace.sent(length, control, rtt.smoothed(), now);
  }

  /** Appends a piece's bytes, which are kept until they are acknowledged. */
  void copy(long place, int length, ByteBuffer to) {
    ring.get(place, to, length);
  }

  /** {@return timeouts in a row without any packet of the peer's} */
  int timeouts() {
    return timeouts;
  }

  /** {@return since when there are {@link #timeouts()}} */
  long silentSince() {
    return silentSince;
  }

  long acknowledged() {
    return ring.start();
  }

  long packets() {
    return packets;
  }

  long packetsAgain() {
    return packetsAgain;
  }

  long allTimeouts() {
    return allTimeouts;
  }

  long flying() {
    return board.flying();
  }

  long window() {
    return control.window();
  }

  RoundTrip rtt() {
    return rtt;
  }
}
