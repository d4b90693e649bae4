package dev.drover.cli.ns3;

import java.time.Duration;

/**
 * The TCP of a case. What is not here is the same in all: segments of 1448 bytes, an initial window
 * of ten, limited transmit, no pacing, no idle restart, an acknowledgement for every second
 * segment.
 *
 * @param sack with selective acknowledgements
 * @param proportional fast recovery by RFC 6937 instead of RFC 6675's (or, without SACK, 6582's)
 * @param windowSegments segments that may be outstanding at most
 * @param delayed for how long a receiver may hold back an acknowledgement
 */
record PeerTcp(
    Congestion congestion,
    boolean sack,
    boolean proportional,
    int windowSegments,
    Duration delayed) {
  static final int SEGMENT_BYTES = 1448;
  static final int INITIAL_WINDOW = 10;
  static final int DELAYED_SEGMENTS = 2;
  static final Duration LEAST_TIMEOUT = Duration.ofMillis(200);

  /** ns-3's link layer: a PPP header. */
  static final int FRAMING_BYTES = 2;

  /** A window that no case reaches. */
  static final int WIDE = 2896;

  private static final Duration LINUX_DELAYED = Duration.ofMillis(40);

  static final PeerTcp NEW_RENO =
      new PeerTcp(Congestion.NEW_RENO, true, false, WIDE, LINUX_DELAYED);
  static final PeerTcp CUBIC = new PeerTcp(Congestion.CUBIC, true, true, WIDE, LINUX_DELAYED);

  /** What both sides know. */
  enum Congestion {
    NEW_RENO("TcpNewReno", false),
    /** ns-3's is RFC 8312 without its Reno-friendly region. */
    CUBIC("TcpCubic", true);

    private final String ns3;
    private final boolean byteCounting;

    Congestion(String ns3, boolean byteCounting) {
      this.ns3 = ns3;
      this.byteCounting = byteCounting;
    }

    /** {@return its class in ns-3} */
    String ns3() {
      return ns3;
    }

    /** {@return whether ns-3's grows by bytes in slow start, not by acknowledgements} */
    boolean byteCounting() {
      return byteCounting;
    }
  }

  PeerTcp {
    if (windowSegments < INITIAL_WINDOW) {
      throw new IllegalArgumentException(
          "windowSegments must be at least " + INITIAL_WINDOW + ": " + windowSegments);
    }
  }

  PeerTcp within(int segments) {
    return new PeerTcp(congestion, sack, proportional, segments, delayed);
  }

  PeerTcp withoutSack() {
    return new PeerTcp(congestion, false, proportional, windowSegments, delayed);
  }

  PeerTcp withProportionalRecovery() {
    return new PeerTcp(congestion, sack, true, windowSegments, delayed);
  }

  PeerTcp delaying(Duration most) {
    return new PeerTcp(congestion, sack, proportional, windowSegments, most);
  }

  long windowBytes() {
    return (long) windowSegments * SEGMENT_BYTES;
  }
}
