package dev.drover.xia.transport;

import java.time.Duration;
import java.util.function.BiFunction;

/**
 * How streams of a stack behave.
 *
 * @param receiveBuffer bytes that a peer may send before they are read; a power of two
 * @param sendBuffer bytes written and not acknowledged; a power of two
 * @param backlog connections of a listener that are not accepted yet
 * @param ackDelay for which an acknowledgement may wait for another
 * @param leastTimeout before something unanswered is asked about; above {@code ackDelay}
 * @param probeCap to which that doubles at most: how soon a peer that was frozen is found again
 * @param keepAlive after which a silent peer is asked whether it is there
 * @param deadPeer after which one that does not answer is given up; a frozen virtual machine needs
 *     its time
 * @param idle after which a connection without data is given up; zero for never
 * @param linger for which a closed connection waits for its peer to close too
 * @param congestion makes a control of a segment's bytes and a first window
 */
public record StreamOptions(
    int receiveBuffer,
    int sendBuffer,
    int backlog,
    Duration ackDelay,
    Duration leastTimeout,
    Duration probeCap,
    Duration keepAlive,
    Duration deadPeer,
    Duration idle,
    Duration linger,
    BiFunction<Integer, Long, CongestionControl> congestion) {
  private static final int LEAST_BUFFER = 64 * 1024;

  /** For a network of a data centre, and what lies between two of them. */
  public static final StreamOptions DEFAULT =
      new StreamOptions(
          4 * 1024 * 1024,
          4 * 1024 * 1024,
          128,
          Duration.ofMillis(5),
          Duration.ofMillis(25),
          Duration.ofMillis(250),
          Duration.ofSeconds(15),
          Duration.ofSeconds(120),
          Duration.ZERO,
          Duration.ofSeconds(30),
          Cubic::new);

  public StreamOptions {
    buffer("receiveBuffer", receiveBuffer);
    buffer("sendBuffer", sendBuffer);
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, not " + backlog);
    }
    positive("ackDelay", ackDelay);
    positive("probeCap", probeCap);
    positive("keepAlive", keepAlive);
    positive("deadPeer", deadPeer);
    positive("linger", linger);
    if (leastTimeout.compareTo(ackDelay) <= 0) {
      throw new IllegalArgumentException(
          "leastTimeout must be above ackDelay, %s, not %s".formatted(ackDelay, leastTimeout));
    }
    if (idle.isNegative()) {
      throw new IllegalArgumentException("idle must not be negative: " + idle);
    }
  }

  private static void buffer(String name, int bytes) {
    if (bytes < LEAST_BUFFER || Integer.bitCount(bytes) != 1) {
      throw new IllegalArgumentException(
          name + " must be a power of two of at least 65536 bytes, not " + bytes);
    }
  }

  private static void positive(String name, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(name + " must be above zero, not " + duration);
    }
  }

  /** {@return the same, but for how long a silent peer is waited for} */
  public StreamOptions withDeadPeer(Duration longest) {
    return new StreamOptions(
        receiveBuffer,
        sendBuffer,
        backlog,
        ackDelay,
        leastTimeout,
        probeCap,
        keepAlive,
        longest,
        idle,
        linger,
        congestion);
  }

  /** {@return the same, but for how long a connection without data is kept} */
  public StreamOptions withIdle(Duration longest) {
    return new StreamOptions(
        receiveBuffer,
        sendBuffer,
        backlog,
        ackDelay,
        leastTimeout,
        probeCap,
        keepAlive,
        deadPeer,
        longest,
        linger,
        congestion);
  }

  /** {@return the same, but for how many connections wait to be accepted} */
  public StreamOptions withBacklog(int most) {
    return new StreamOptions(
        receiveBuffer,
        sendBuffer,
        most,
        ackDelay,
        leastTimeout,
        probeCap,
        keepAlive,
        deadPeer,
        idle,
        linger,
        congestion);
  }
}
