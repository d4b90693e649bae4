package dev.drover.simulate.packet;

/**
 * How a sender's window grows and shrinks. Everything else of TCP, what is lost and what is sent
 * next, is the same for all. One instance serves one connection; windows are in bytes.
 */
public interface CongestionControl {
  /** The family's members, by the names that scenarios use. */
  enum Variant {
    /** RFC 5681, section 3.1. */
    NEW_RENO("newreno"),
    /** RFC 9438. */
    CUBIC("cubic");

    private final String text;

    Variant(String text) {
      this.text = text;
    }

    /** {@return a new one, with nothing learnt} */
    CongestionControl create(TcpConfig config) {
      return switch (this) {
        case NEW_RENO -> new NewReno(config);
        case CUBIC -> new Cubic(config);
      };
    }

    /** {@return the variant so named} */
    public static Variant parse(String text) {
      for (Variant variant : values()) {
        if (variant.text.equals(text)) {
          return variant;
        }
      }
      throw new IllegalArgumentException(
          "'" + text + "' is not a congestion control; use newreno or cubic");
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * {@return the window after {@code acked} bytes were acknowledged outside of fast recovery}
   *
   * @param window before, in bytes
   * @param threshold between slow start and congestion avoidance, in bytes
   * @param now in picoseconds
   * @param roundTrip smoothed, in picoseconds; 0 before the first sample
   */
  double grown(double window, double threshold, long acked, long now, long roundTrip);

  /**
   * {@return the slow-start threshold after a loss, at least two segments}
   *
   * @param window before, in bytes
   * @param inFlight bytes sent and not acknowledged
   * @param timeout whether the retransmission timer ran out
   */
  double thresholdAfterLoss(double window, long inFlight, boolean timeout);

  /** The connection was idle: time that passes meanwhile is no reason to grow. */
  void idle(long forPicoseconds);
}
