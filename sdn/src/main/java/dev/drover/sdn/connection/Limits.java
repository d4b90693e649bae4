package dev.drover.sdn.connection;

import dev.drover.model.unit.Bytes;
import java.time.Duration;

/**
 * What a peer may cost, and how long it may be silent.
 *
 * @param halfOpen connections that have not said who they are; one more closes the oldest
 * @param switches that have; one more is refused
 * @param waiting what may wait for a switch that does not read, in bytes
 * @param handshake how long a peer may take to say who it is
 * @param echoAfter silence after which a switch is asked whether it is there
 * @param deadAfter silence after which it is not: no whole message came
 */
public record Limits(
    int halfOpen,
    int switches,
    Bytes waiting,
    Duration handshake,
    Duration echoAfter,
    Duration deadAfter) {
  /** 128 at the door, 8192 switches (a fat tree of 48 ports has 2880), dead after 3 s. */
  public static final Limits STANDARD =
      new Limits(
          128,
          8192,
          Bytes.ofMebibytes(4),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3));

  public Limits {
    if (halfOpen < 1 || switches < 1) {
      throw new IllegalArgumentException("halfOpen and switches must be at least 1");
    }
    if (waiting.count() < 0x1_0000 || waiting.count() > 1 << 30) {
      throw new IllegalArgumentException(
          "waiting must have room for a message, 64KiB, and not be above 1GiB: " + waiting);
    }
    if (echoAfter.isNegative() || echoAfter.compareTo(deadAfter) >= 0 || handshake.isNegative()) {
      throw new IllegalArgumentException("echoAfter must be shorter than deadAfter");
    }
  }
}
