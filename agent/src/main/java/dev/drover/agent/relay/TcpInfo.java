package dev.drover.agent.relay;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What the kernel knows of a TCP connection: {@code struct tcp_info} of linux/tcp.h, which only
 * ever grows at its end. A kernel fills as much as it knows; what it does not is empty here.
 *
 * @param cwnd congestion window, in segments of {@code mss} bytes
 * @param rtt smoothed round-trip time
 * @param retransmits segments sent again since the connection stands
 * @param bytesAcked since Linux 4.1
 * @param unsent bytes in the send queue that were never sent, since Linux 4.6
 * @param deliveryRate in bytes per second as last measured, since Linux 4.9
 */
record TcpInfo(
    long mss,
    long cwnd,
    Duration rtt,
    long retransmits,
    OptionalLong bytesAcked,
    OptionalLong unsent,
    OptionalLong deliveryRate) {
  /** As much as is read here. */
  static final int LENGTH = 168;

  private static final int MSS = 16;
  private static final int RTT = 68;
  private static final int CWND = 80;
  private static final int TOTAL_RETRANS = 100;
  private static final int BYTES_ACKED = 120;
  private static final int NOTSENT_BYTES = 144;
  private static final int DELIVERY_RATE = 160;

  /** The struct as it was in Linux 2.6.10, the oldest that Java 25 could meet. */
  private static final int LEAST = 104;

  /**
   * Reads the struct.
   *
   * @param filled how many bytes of it the kernel has written
   */
  static TcpInfo decode(MemorySegment info, int filled) {
    if (filled < LEAST) {
      throw new IllegalArgumentException(
          "tcp_info of " + filled + " bytes is shorter than any known: " + LEAST);
    }
    MemorySegment known = info.asSlice(0, Math.min(filled, info.byteSize()));
    return new TcpInfo(
        word(known, MSS),
        word(known, CWND),
        Duration.ofNanos(word(known, RTT) * 1000),
        word(known, TOTAL_RETRANS),
        optionalLong(known, BYTES_ACKED),
        known.byteSize() < NOTSENT_BYTES + 4
            ? OptionalLong.empty()
            : OptionalLong.of(word(known, NOTSENT_BYTES)),
        optionalLong(known, DELIVERY_RATE));
  }

  private static long word(MemorySegment info, int at) {
    return Integer.toUnsignedLong(info.get(ValueLayout.JAVA_INT_UNALIGNED, at));
  }

  private static OptionalLong optionalLong(MemorySegment info, int at) {
    return info.byteSize() < at + 8
        ? OptionalLong.empty()
        : OptionalLong.of(info.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
  }
}
