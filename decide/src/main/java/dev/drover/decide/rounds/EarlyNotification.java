package dev.drover.decide.rounds;

import java.time.Duration;

/**
 * E-N's Algorithm 1 ("Early Notification and Dynamic Routing", section 4.1), whose names it keeps:
 * decides after every segment whether the round has been sent, and measures it. The state between
 * two rounds is a value; {@link #next} gives the one after.
 *
 * <p>How it was read:
 *
 * <ul>
 *   <li>Line 5 prints {@code seqno + datalen < curseq}; the text says "if the sum … is greater than
 *       curseq … this round's data has been sent", and the printed sign would notify for every
 *       segment but the last. The text is followed. With curseq "the sequence number of the last
 *       byte provided by the application" the segment [seqno, seqno + datalen) holds that byte
 *       exactly when the sum is greater.
 *   <li>Line 4's idle(): the application has nothing in preparation, so that a round is notified
 *       once. The caller asks only while that is so.
 *   <li>Line 3 sets last_turn_seq and T_last_turn once; for T_i and V_i to be of one round both
 *       must move on with each notification, and do here.
 *   <li>Line 3 starts at iss, the number of the SYN, which holds no data: the first byte is iss + 1
 *       and V_1 would be one byte too large. last_turn_seq starts at the first byte.
 *   <li>Numbers are 64 bits of the stream and do not wrap; TCP's 32 bits are the caller's to
 *       extend.
 * </ul>
 *
 * @param lastTurnSeq number of the first byte of the round being sent
 * @param lastTurn when the round before it had been sent, from any fixed moment
 */
public record EarlyNotification(long lastTurnSeq, Duration lastTurn) {
  /** {@return the state when the connection stands: the next byte is the first one} */
  public static EarlyNotification connected(long iss, Duration now) {
    return new EarlyNotification(iss + 1, now);
  }

  /**
   * Line 5. {@return whether the segment just sent ends the round}
   *
   * @param seqno number of the segment's first byte
   * @param datalen its length in bytes
   * @param curseq number of the last byte that the application has provided
   */
  public static boolean roundSent(long seqno, long datalen, long curseq) {
    return seqno + datalen > curseq;
  }

  /** Lines 6 to 8. {@return T_i and V_i of the round that the segment just sent has ended} */
  public Round round(long seqno, long datalen, Duration now) {
    return new Round(now.minus(lastTurn), seqno + datalen - lastTurnSeq);
  }

  /** {@return the state in the round that follows} */
  public EarlyNotification next(long seqno, long datalen, Duration now) {
    return new EarlyNotification(seqno + datalen, now);
  }

  /**
   * What line 9 hands to the VM model.
   *
   * @param time T_i, from the end of the round before to the end of this one
   * @param bytes V_i, of the stream, headers of the transport not counted
   */
  public record Round(Duration time, long bytes) {}
}
