package dev.drover.cli.xia;

import dev.drover.lab.observe.Observations.Reply;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a client sees of a hand-over, in the parts that follow each other (notes/xia.md 5.2, R9).
 * Milliseconds. Stop and run are of QEMU's own clock, to the microsecond; where a packet of the
 * client's got to is known as finely as probes were sent, a millisecond apart at best.
 *
 * @param freezeMs the VM has stopped at its source and does not run at its destination
 * @param rebindMs it runs, and what the client sends does not reach it: until the first probe was
 *     sent that it answered. 0 when one did that was sent before it ran
 * @param firstReplyMs from then, or from when it ran if that is later, until the client heard that
 *     answer
 */
public record GapSplit(double freezeMs, double rebindMs, double firstReplyMs) {
  public GapSplit {
    check("freezeMs", freezeMs);
    check("rebindMs", rebindMs);
    check("firstReplyMs", firstReplyMs);
  }

  private static void check(String name, double value) {
    if (!Double.isFinite(value) || value < 0) {
      throw new IllegalArgumentException(name + " must be finite and not below 0, not " + value);
    }
  }

  /** {@return the gap as a whole} */
  public double totalMs() {
    return freezeMs + rebindMs + firstReplyMs;
  }

  /**
   * {@return the split; empty when nothing was answered after the VM ran}
   *
   * @param stoppedUs at the source, {@code resumedUs} at the destination, both since the epoch
   * @param replies in any order; those to probes that were sent before the stop do not count, as
   *     they may have reached the VM at its source, and were answered when it ran again
   */
  public static Optional<GapSplit> of(long stoppedUs, long resumedUs, List<Reply> replies) {
    return replies.stream()
        .filter(reply -> reply.sentUs() >= stoppedUs && reply.heardUs() >= resumedUs)
        .min(Comparator.comparingLong(Reply::heardUs))
        .map(first -> {
          long reached = Math.max(resumedUs, first.sentUs());
          return new GapSplit(
              (resumedUs - stoppedUs) / 1e3,
              (reached - resumedUs) / 1e3,
              (first.heardUs() - reached) / 1e3);
        });
  }
}
