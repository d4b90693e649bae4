package dev.drover.decide.rounds;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Xen's four conditions ("Early Notification and Dynamic Routing", sections 2.1 and 6.1; {@code
 * xc_domain_save} of Xen 3 and 4). The first that holds, in this order, is the reason given.
 *
 * <ol>
 *   <li>{@code rounds}: so many live rounds were sent. The paper counts rounds "within the
 *       iteration phase", so the stop-and-copy comes on top; Xen's own constant is 29 live rounds
 *       and the 30th as the last.
 *   <li>{@code threshold}: what the next live round would send is at most 200 KB, Xen's 50 pages.
 *       Pages held back do not count, or a selection that holds back would never get there; they
 *       are sent in the stop-and-copy all the same. Xen looks one round later, at what was sent.
 *   <li>{@code traffic}: more than three times the memory was sent.
 *   <li>{@code dirty-rate}: pages become dirty faster than they are sent. Both happen in the time
 *       of the same round, so the rates compare as the amounts: the round left more to send than it
 *       sent. Xen compares what it sent in this round with the round before, the same one round
 *       later, and only when the rate is at its maximum; nor does it hold here while a later round
 *       may be faster. (Xen builds without adaptive rates take this condition out altogether.)
 * </ol>
 *
 * @param maxRounds live rounds, at least 1
 * @param threshold for the next round
 * @param trafficFactor of the VM's memory
 * @param dirtyRate whether the fourth is looked at
 */
public record XenStopConditions(
    OptionalInt maxRounds,
    Optional<Bytes> threshold,
    OptionalDouble trafficFactor,
    boolean dirtyRate)
    implements StopCondition {
  public XenStopConditions {
    if (maxRounds.isPresent() && maxRounds.getAsInt() < 1) {
      throw new IllegalArgumentException("maxRounds must be at least 1: " + maxRounds.getAsInt());
    }
    if (trafficFactor.isPresent() && !(trafficFactor.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "trafficFactor must be above zero: " + trafficFactor.getAsDouble());
    }
  }

  /** {@return all four: 30 rounds, 50 pages of 4 KiB, 3 × memory, dirty rate above the rate} */
  public static XenStopConditions defaults() {
    return new XenStopConditions(
        OptionalInt.of(30), Optional.of(Bytes.of(50 * 4096)), OptionalDouble.of(3), true);
  }

  public XenStopConditions withMaxRounds(OptionalInt other) {
    return new XenStopConditions(other, threshold, trafficFactor, dirtyRate);
  }

  public XenStopConditions withThreshold(Optional<Bytes> other) {
    return new XenStopConditions(maxRounds, other, trafficFactor, dirtyRate);
  }

  public XenStopConditions withTrafficFactor(OptionalDouble other) {
    return new XenStopConditions(maxRounds, threshold, other, dirtyRate);
  }

  public XenStopConditions withDirtyRate(boolean other) {
    return new XenStopConditions(maxRounds, threshold, trafficFactor, other);
  }

  @Override
  public StopDecision decide(PreCopyProgress progress) {
    if (maxRounds.isPresent() && progress.round() >= maxRounds.getAsInt()) {
      return stop("rounds", maxRounds.getAsInt() + " rounds were sent");
    }
    if (threshold.isPresent() && progress.next().compareTo(threshold.get()) <= 0) {
      return stop("threshold", "the next round would send " + progress.next() + " only");
    }
    if (trafficFactor.isPresent()
        && progress.sentInAll().count() > trafficFactor.getAsDouble() * progress.memory().count()) {
      return stop("traffic", progress.sentInAll() + " were sent of a VM of " + progress.memory());
    }
    if (dirtyRate && !progress.belowMost() && progress.next().compareTo(progress.sent()) > 0) {
      return stop(
          "dirty-rate",
          "the round sent " + progress.sent() + " and left " + progress.next() + " to send");
    }
    return StopDecision.CONTINUE;
  }

  /** The fourth is left out: at one rate for all rounds no round leaves more than it sent. */
  @Override
  public StopBounds bounds(Bytes memory, BitRate rate) {
    return new StopBounds(
        threshold,
        maxRounds,
        trafficFactor.isEmpty()
            ? Optional.empty()
            : Optional.of(Bytes.of(Math.round(trafficFactor.getAsDouble() * memory.count()))));
  }

  private static StopDecision stop(String condition, String reason) {
    return new StopDecision.StopAndCopy(condition, reason);
  }
}
