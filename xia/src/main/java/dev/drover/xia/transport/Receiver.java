package dev.drover.xia.transport;

import java.nio.ByteBuffer;

/**
 * The receiving half of a stream: puts pieces in their order, and says when and what to
 * acknowledge. Every second packet is, at once; a single one after a while; what comes out of its
 * order, or again, at once.
 */
final class Receiver {
  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final int MAX_RANGES = 1024;

  private final ByteRing ring;
  private final int window;
  private final long ackDelay;
  private final RangeSet beyond = new RangeSet(MAX_RANGES);

  /** All before it has come; the end of the stream counts as one byte. */
  private long next;

  private long end = UNKNOWN;
  private long told;
  private int unanswered;
  private boolean answerNow;
  private long answerBy = Scoreboard.NONE;
  private long echo;
  private long echoFrom;
  private long newestFrom;
  private boolean discarding;

  /**
   * @param window bytes it takes before they are read, a power of two
   * @param ackDelay nanoseconds for which an acknowledgement may wait
   */
  Receiver(int window, long ackDelay) {
    this.window = window;
    this.ring = new ByteRing(window);
    this.ackDelay = ackDelay;
    this.told = window;
  }

  /**
   * Takes a piece.
   *
   * @param data what it brings, from its position to its limit
   * @return whether it belongs to this stream: its places can be right
   */
  boolean receive(long seq, ByteBuffer data, boolean last, long time, long now) {
    int bytes = data.remaining();
    long to = seq + bytes;
    if (seq < 0 || to < seq || to > ring.limit() || contradicts(to, last)) {
      return false;
    }
    unanswered++;
    if (time != 0) {
      echo = time;
      echoFrom = now;
    }
    if (last) {
      end = to;
    }
    long placesTo = last ? to + 1 : to;
    if (placesTo <= next || seq > next || beyond.size() > 0 || last) {
      answerNow = true;
    }
    if (placesTo > next) {
      take(seq, data, to, placesTo);
    }
    if (unanswered >= 2) {
      answerNow = true;
    } else if (answerBy == Scoreboard.NONE) {
      answerBy = now + ackDelay;
    }
    return true;
  }

  private boolean contradicts(long to, boolean last) {
    boolean other = end != UNKNOWN && (to > end || (last && to != end));
    boolean tooEarly = last && (to < next || (beyond.size() > 0 && to + 1 < highest()));
    return other || (end == UNKNOWN && tooEarly);
  }

  private long highest() {
    return beyond.to(beyond.size() - 1);
  }

  private void take(long seq, ByteBuffer data, long to, long placesTo) {
    long from = Math.max(seq, next);
    if (!beyond.add(from, placesTo)) {
      return;
    }
    if (to > from) {
      data.position(data.position() + (int) (from - seq));
      ring.put(from, data, (int) (to - from));
    }
    newestFrom = from;
    next = beyond.takeFrom(next);
    if (discarding) {
      ring.discard(bytesTo());
    }
  }

  /** {@return the place up to which there are bytes} */
  private long bytesTo() {
    return Math.min(next, end);
  }

  /** {@return how many bytes were read, none when none are there} */
  int read(ByteBuffer to) {
    int bytes = (int) Math.min(to.remaining(), bytesTo() - ring.start());
    if (bytes > 0) {
      ring.get(ring.start(), to, bytes);
      ring.discard(ring.start() + bytes);
      long open = ring.limit() - told;
      // A sender that waits for room hears of it, but not of every byte.
      if (open >= window / 4 || (told - next < window / 8 && open >= window / 8)) {
        answerNow = true;
      }
    }
    return bytes;
  }

  int available() {
    return (int) (bytesTo() - ring.start());
  }

  /** {@return whether all was read that ever comes} */
  boolean exhausted() {
    return ring.start() == end;
  }

  /** {@return whether all has come, read or not} */
  boolean complete() {
    return end != UNKNOWN && next > end;
  }

  /** Nobody reads any more. */
  void discard() {
    discarding = true;
    ring.discard(bytesTo());
  }

  /** Someone asks for an answer. */
  void answer(long time, long now) {
    if (time != 0) {
      echo = time;
      echoFrom = now;
    }
    answerNow = true;
  }

  boolean answerDue(long now) {
    return answerNow || answerBy <= now;
  }

  /** {@return when an acknowledgement is due though nothing comes, or {@link Scoreboard#NONE}} */
  long deadline() {
    return answerBy;
  }

  /** Puts the acknowledgement into a segment that is about to be sent. */
  void acknowledge(Segment segment, long now) {
    segment.ack = next;
    told = ring.limit();
    segment.window = Math.max(0, told - next);
    segment.echo = echo == 0 ? 0 : echo + (now - echoFrom);
    echo = 0;
    segment.sacks = 0;
    int newest = newestRange();
    if (newest >= 0) {
      sack(segment, newest);
    }
    for (int i = 0; i < beyond.size() && segment.sacks < Segment.MAX_SACKS; i++) {
      if (i != newest) {
        sack(segment, i);
      }
    }
    unanswered = 0;
    answerNow = false;
    answerBy = Scoreboard.NONE;
  }

  private int newestRange() {
    for (int i = 0; i < beyond.size(); i++) {
      if (beyond.from(i) <= newestFrom && newestFrom < beyond.to(i)) {
        return i;
      }
    }
    return -1;
  }

  private void sack(Segment segment, int range) {
    segment.sackFrom[segment.sacks] = beyond.from(range);
    segment.sackTo[segment.sacks++] = beyond.to(range);
  }

  /** {@return bytes that have come, in order} */
  long received() {
    return bytesTo();
  }
}
