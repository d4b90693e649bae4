package dev.drover.simulate.packet;

import java.time.Duration;
import java.util.List;

/**
 * How the TCP of a simulated host behaves.
 *
 * @param variant of congestion control
 * @param maxSegment payload of a full segment, in bytes
 * @param initialWindow in segments (RFC 6928: 10)
 * @param receiveWindow in bytes
 * @param sack selective acknowledgements and loss recovery by them (RFC 2018, RFC 6675); without,
 *     NewReno's (RFC 6582)
 * @param recovery how much is sent during fast recovery
 * @param halved what the slow-start threshold is half of after a loss
 * @param rescue the last segment is sent once more when recovery has nothing else to send (RFC
 *     6675, rule 4 of NextSeg, which is optional)
 * @param limitedTransmit new data on the first two duplicate acknowledgements (RFC 3042)
 * @param delayedSegments an acknowledgement for every so many full segments (RFC 1122: 2)
 * @param quickSegments acknowledged one by one at the start of a connection: Linux 16, ns-3 1
 * @param delayedTimeout the longest time that an acknowledgement is held back
 * @param initialTimeout RTO before the first sample (RFC 6298: 1 s)
 * @param minTimeout the least RTO (RFC 6298: 1 s; Linux: 200 ms)
 * @param byteCounting the window grows by bytes acknowledged (RFC 3465), not by acknowledgements
 * @param rackTlp losses by time and probes of the tail (RFC 8985); needs {@code sack}
 * @param pacing segments are spread over the round trip, twice as fast as the window in slow start
 *     and 1.2 times in congestion avoidance, as Linux does
 * @param idleRestart what an idle period does to the window
 */
public record TcpConfig(
    CongestionControl.Variant variant,
    int maxSegment,
    int initialWindow,
    long receiveWindow,
    boolean sack,
    Recovery recovery,
    Halved halved,
    boolean rescue,
    boolean limitedTransmit,
    int delayedSegments,
    int quickSegments,
    Duration delayedTimeout,
    Duration initialTimeout,
    Duration minTimeout,
    boolean byteCounting,
    boolean rackTlp,
    boolean pacing,
    IdleRestart idleRestart) {

  /** How much a sender may send in fast recovery. */
  public enum Recovery {
    /** RFC 6675: what the halved window leaves beside what is under way. */
    CONSERVATIVE,
    /** RFC 6937: in proportion to what arrives, down to the new window at the end. */
    PROPORTIONAL
  }

  /** What the slow-start threshold is half of after a loss; CUBIC takes its share of the window. */
  public enum Halved {
    /** RFC 5681, equation (4): FlightSize, what was sent and is not acknowledged cumulatively. */
    FLIGHT,
    /** What is thought to be in the network, neither sacked nor lost: ns-3's reading. */
    PIPE
  }

  /** What a period longer than the RTO in which nothing was sent does to the window. */
  public enum IdleRestart {
    /** Nothing. */
    OFF,
    /** RFC 5681, section 4.1: back to the initial window. */
    INITIAL_WINDOW,
    /** RFC 2861: halved for every RTO that passed, not below the initial window. */
    DECAY,
    /**
     * RFC 7661: kept for five minutes as long as it is not used, then halved; after a loss
     * meanwhile, no more than twice what was used.
     */
    VALIDATION
  }

  public TcpConfig {
    if (maxSegment < 1 || maxSegment > 65_000) {
      throw new IllegalArgumentException("maxSegment must be in [1, 65000]: " + maxSegment);
    }
    if (initialWindow < 1) {
      throw new IllegalArgumentException("initialWindow must be at least 1: " + initialWindow);
    }
    if (receiveWindow < maxSegment) {
      throw new IllegalArgumentException(
          "receiveWindow must hold a segment of " + maxSegment + " bytes: " + receiveWindow);
    }
    if (delayedSegments < 1) {
      throw new IllegalArgumentException("delayedSegments must be at least 1: " + delayedSegments);
    }
    if (quickSegments < 0) {
      throw new IllegalArgumentException("quickSegments must not be negative: " + quickSegments);
    }
    if (rackTlp && !sack) {
      throw new IllegalArgumentException("rackTlp needs sack; switch both on or rackTlp off");
    }
    for (Duration positive : List.of(delayedTimeout, initialTimeout, minTimeout)) {
      if (positive.isNegative() || positive.isZero()) {
        throw new IllegalArgumentException("TCP's timeouts must be positive: " + positive);
      }
    }
  }

  /** {@return what a Linux host of today does} */
  public static TcpConfig linux() {
    return new TcpConfig(
        CongestionControl.Variant.CUBIC,
        1448,
        10,
        6 << 20,
        true,
        Recovery.PROPORTIONAL,
        Halved.FLIGHT,
        true,
        true,
        2,
        16,
        Duration.ofMillis(40),
        Duration.ofSeconds(1),
        Duration.ofMillis(200),
        true,
        true,
        false,
        IdleRestart.DECAY);
  }

  /** {@return the RFCs' TCP of before RACK: NewReno with SACK, RTO of a second at least} */
  public static TcpConfig standard() {
    return new TcpConfig(
        CongestionControl.Variant.NEW_RENO,
        1448,
        10,
        6 << 20,
        true,
        Recovery.CONSERVATIVE,
        Halved.FLIGHT,
        true,
        true,
        2,
        0,
        Duration.ofMillis(40),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        false,
        false,
        false,
        IdleRestart.INITIAL_WINDOW);
  }

  /** {@return the same with another congestion control} */
  public TcpConfig with(CongestionControl.Variant other) {
    return with(other, delayedTimeout);
  }

  /** {@return the same whose receivers hold an acknowledgement back for no longer than this} */
  public TcpConfig withDelayedTimeout(Duration most) {
    return with(variant, most);
  }

  private TcpConfig with(CongestionControl.Variant otherVariant, Duration otherDelayed) {
    return new TcpConfig(
        otherVariant,
        maxSegment,
        initialWindow,
        receiveWindow,
        sack,
        recovery,
        halved,
        rescue,
        limitedTransmit,
        delayedSegments,
        quickSegments,
        otherDelayed,
        initialTimeout,
        minTimeout,
        byteCounting,
        rackTlp,
        pacing,
        idleRestart);
  }
}
