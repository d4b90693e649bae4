package dev.drover.simulate.packet;

/**
 * What a sender knows of the segments under way: acknowledged selectively, taken for lost, sent
 * again (RFC 6675, section 3). All sums are kept as they change, so nothing walks the window.
 */
final class Scoreboard {
  /** RFC 6675's DupThresh. */
  static final int DUPLICATES = 3;

  private final int segment;
  private final Segments segments = new Segments();
  private final RangeSet sacked = new RangeSet();
  private long outstanding;
  private long sackedBytes;
  private long lostBytes;
  private long resentBytes;
  private long everLost;

  /** Segments before this position are sacked or lost already, as far as RFC 6675 can tell. */
  private int lossScan;

  /** Segments before this position have nothing that is to be sent again. */
  private int resendScan;

  Scoreboard(int segment) {
    this.segment = segment;
  }

  Segments segments() {
    return segments;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** {@return bytes sent and not acknowledged cumulatively: FlightSize of RFC 5681} */
  long outstanding() {
    return outstanding;
  }

  /** {@return bytes thought to be in the network (RFC 6675, SetPipe)} */
  long pipe() {
    return outstanding - sackedBytes - lostBytes + resentBytes;
  }

  boolean hasSacked() {
    return sackedBytes > 0;
  }

  boolean hasLost() {
    return lostBytes > 0;
  }

  /** {@return how often a segment was taken for lost} */
  long everLost() {
    return everLost;
  }

  void sent(long start, int length, long now) {
    segments.add(start, length, now);
    outstanding += length;
  }

  /**
   * A cumulative acknowledgement.
   *
   * @return bytes that were not known to have arrived
   */
  long acknowledge(long upTo) {
    long news = 0;
    while (!segments.isEmpty() && segments.end(segments.head()) <= upTo) {
      int position = segments.head();
      int length = segments.length(position);
      if (segments.is(position, Segments.SACKED)) {
        sackedBytes -= length;
      } else {
        news += length;
        clear(position, length);
      }
      outstanding -= length;
      segments.removeFirst();
    }
    sacked.removeBelow(upTo);
    if (lossScan - segments.head() < 0) {
      lossScan = segments.head();
    }
    if (resendScan - segments.head() < 0) {
      resendScan = segments.head();
    }
    return news;
  }

  /**
   * A block of a selective acknowledgement.
   *
   * @return bytes that were not known to have arrived
   */
  long sack(long start, long end) {
    long news = 0;
    long from = start;
    while (from < end) {
      int range = sacked.firstEndingAfter(from);
      if (range < sacked.size() && sacked.start(range) <= from) {
        from = sacked.end(range);
      } else {
        long to = range < sacked.size() ? Math.min(end, sacked.start(range)) : end;
        news += sackAll(from, to);
        from = to;
      }
    }
    if (news > 0) {
      sacked.add(start, end);
    }
    return news;
  }

  private long sackAll(long from, long to) {
    long news = 0;
    for (int position = segments.at(from);
        position != segments.tail() && segments.end(position) <= to;
        position++) {
      int length = segments.length(position);
      clear(position, length);
      segments.set(position, Segments.SACKED);
      sackedBytes += length;
      news += length;
    }
    return news;
  }

  /** It has arrived: neither lost nor waited for. */
  private void clear(int position, int length) {
    if (segments.is(position, Segments.LOST)) {
      lostBytes -= length;
    }
    if (segments.is(position, Segments.RESENT)) {
      resentBytes -= length;
    }
    segments.unset(position, Segments.LOST | Segments.RESENT);
  }

  /** Without SACK: a duplicate acknowledgement tells that some segment has arrived. */
  void sackSome() {
    sackedBytes = Math.min(sackedBytes + segment, Math.max(0, outstanding - segment));
  }

  /** Without SACK: what was told by duplicates is part of what is acknowledged now. */
  void forgetSome(long acknowledged) {
    sackedBytes = Math.max(0, Math.min(sackedBytes - acknowledged, outstanding - segment));
  }

  /** Takes for lost what RFC 6675's IsLost says. */
  void detectLoss() {
    long boundary = boundary();
    while (lossScan != segments.tail() && segments.start(lossScan) < boundary) {
      lose(lossScan);
      lossScan++;
    }
  }

  /** Everything unsacked below is lost: three ranges or more than two segments lie above. */
  private long boundary() {
    long above = 0;
    for (int range = sacked.size() - 1; range >= 0; range--) {
      above += sacked.end(range) - sacked.start(range);
      if (above > (DUPLICATES - 1L) * segment || sacked.size() - range >= DUPLICATES) {
        return sacked.start(range);
      }
    }
    return Long.MIN_VALUE;
  }

  /**
   * Takes the first segment under way for lost.
   *
   * @return whether there is one, and it was not sent again yet
   */
  boolean loseFirst() {
    if (segments.isEmpty()) {
      return false;
    }
    lose(segments.head());
    return !segments.is(segments.head(), Segments.RESENT);
  }

  /**
   * Takes everything that was not sacked for lost, copies sent again too. What duplicates told of
   * counts no longer: without SACK nobody knows which segments they stood for, and all are sent
   * again.
   */
  void loseAll() {
    if (sacked.isEmpty()) {
      sackedBytes = 0;
    }
    for (int position = segments.head(); position != segments.tail(); position++) {
      loseAgain(position);
    }
    lossScan = segments.tail();
    resendScan = segments.head();
  }

  void lose(int position) {
    if (!segments.is(position, Segments.SACKED | Segments.LOST)) {
      segments.set(position, Segments.LOST);
      lostBytes += segments.length(position);
      everLost++;
      if (position - resendScan < 0) {
        resendScan = position;
      }
    }
  }

  /** Takes a segment for lost, and a copy of it that was sent again as well. */
  void loseAgain(int position) {
    lose(position);
    if (segments.is(position, Segments.RESENT)) {
      resentBytes -= segments.length(position);
      segments.unset(position, Segments.RESENT);
      everLost++;
      if (position - resendScan < 0) {
        resendScan = position;
      }
    }
  }

  /** {@return the first segment that is lost and not sent again; the tail when there is none} */
  int nextLost() {
    int position = resendScan;
    if (lostBytes == 0) {
      return segments.tail();
    }
    while (position != segments.tail()
        && (!segments.is(position, Segments.LOST) || segments.is(position, Segments.RESENT))) {
      position++;
    }
    resendScan = position;
    return position;
  }

  /**
   * {@return the first segment below the highest one sacked that was neither sacked nor sent again:
   * rule (3) of RFC 6675's NextSeg; the tail when there is none}
   */
  int nextSuspect() {
    long highest = sacked.last(Long.MIN_VALUE);
    int position = lossScan;
    while (position != segments.tail() && segments.start(position) < highest) {
      if (!segments.is(position, Segments.SACKED | Segments.RESENT)) {
        return position;
      }
      position++;
    }
    return segments.tail();
  }

  void sentAgain(int position, long now) {
    if (!segments.is(position, Segments.RESENT)) {
      resentBytes += segments.length(position);
    }
    segments.sentAgain(position, now);
  }
}
