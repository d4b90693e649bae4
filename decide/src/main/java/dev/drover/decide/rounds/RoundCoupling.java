package dev.drover.decide.rounds;

/** At what event of the transport a round counts as sent and the next one is prepared. */
public enum RoundCoupling {
  /** When its last byte is acknowledged: the round trip between rounds is idle. The standard. */
  ACKNOWLEDGED,

  /**
   * E-N, when its last byte has been sent for the first time, whether it arrives or not: the
   * transport always has data ({@link EarlyNotification}).
   */
  EARLY_NOTIFICATION;

  /**
   * {@return whether all of the round is sent in this sense}
   *
   * @param sent bytes of the stream handed to the network at least once
   * @param acknowledged bytes known to have arrived
   * @param written bytes that the migration has written so far, this round's included
   */
  public boolean roundEnds(long sent, long acknowledged, long written) {
    return switch (this) {
      case ACKNOWLEDGED -> acknowledged >= written;
      case EARLY_NOTIFICATION -> sent >= written;
    };
  }
}
