package dev.drover.agent.migration;

import java.time.Duration;

/**
 * How long agents wait for each other.
 *
 * @param heartbeat between two greetings of a source to its destination; they keep the connection
 *     warm too
 * @param retry before a call that failed is made again
 * @param lease how long a destination waits for the first greeting before it gives the room back
 * @param quiet how long greetings may be missing before the destination asks the source itself
 * @param unsettled how long an owner may be unknown before the status says so
 * @param patience how long a copy whose source is gone may take to complete
 * @param mute the same for one whose process answers nothing: it may be complete, and run
 */
public record Timing(
    Duration heartbeat,
    Duration retry,
    Duration lease,
    Duration quiet,
    Duration unsettled,
    Duration patience,
    Duration mute) {
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));
}
