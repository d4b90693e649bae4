package dev.drover.agent.migration;

import dev.drover.decide.bandwidth.RoundBandwidth;
import dev.drover.decide.bandwidth.RoundBandwidths;
import dev.drover.decide.bandwidth.RoundObservation;
import dev.drover.hypervisor.Pace;
import dev.drover.hypervisor.RoundBoundary;
import dev.drover.model.RoundRate;
import dev.drover.model.Technique;
import dev.drover.model.TransferOptions;
import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.DirtyRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a migration whose rounds have a rate each, and what its decider makes of it.
 * Pure: {@link #next} gives the knowledge that follows, {@link #decide} the rate.
 *
 * <p>The decider proposes; the limit that the controller set for the migration is its ceiling, and
 * no proposal goes above it, not even that of a decider that pays no heed to ceilings.
 *
 * @param bandwidth the decider's name
 * @param technique pre-copy, or hybrid of which only the first round is decided
 * @param capacity of the slower one of both ends' NICs
 * @param limit the controller's; empty for none
 * @param downtimeLimit switch over when the rest would take no longer than this
 * @param dirtyRates of the rounds that have ended
 * @param over whether there are no rounds any more
 */
record RoundPacer(
    String bandwidth,
    Technique technique,
    BitRate capacity,
    Optional<BitRate> limit,
    Duration downtimeLimit,
    List<DirtyRate> dirtyRates,
    boolean over) {
  /** QEMU counts in bytes a second: less than one would be none. */
  private static final BitRate LEAST = BitRate.ofBitsPerSecond(8);

  RoundPacer {
    dirtyRates = List.copyOf(dirtyRates);
  }

  /**
   * {@return the knowledge before the first round; empty when no round's rate is to be decided: the
   * operator wants none, or post-copy has no rounds}
   */
  static Optional<RoundPacer> start(
      TransferOptions transfer,
      Technique technique,
      BitRate capacity,
      Optional<BitRate> limit,
      Duration downtimeLimit) {
    return transfer
        .bandwidth()
        .filter(_ -> technique != Technique.POST_COPY)
        .map(name ->
            new RoundPacer(name, technique, capacity, limit, downtimeLimit, List.of(), false));
  }

  /** What can be learnt. */
  sealed interface News {
    /** A round began. */
    record Began(RoundBoundary boundary) implements News {}

    /** The controller set another limit. */
    record Limited(BitRate limit) implements News {}

    /** The controller set another limit to the downtime. */
    record DowntimeLimited(Duration limit) implements News {}

    /** The other end's NIC has this much. */
    record Reached(BitRate nic) implements News {}

    /** The VM was given away: post-copy has no rounds. */
    record GivenAway() implements News {}
  }

  /** {@return what is known then} */
  RoundPacer next(News news) {
    return switch (news) {
      case News.Began(RoundBoundary boundary) ->
          with(capacity, limit, downtimeLimit, upTo(boundary), over);
      case News.Limited(BitRate other) ->
          with(capacity, Optional.of(other), downtimeLimit, dirtyRates, over);
      case News.DowntimeLimited(Duration other) -> with(capacity, limit, other, dirtyRates, over);
      case News.Reached(BitRate nic) ->
          with(capacity.min(nic), limit, downtimeLimit, dirtyRates, over);
      case News.GivenAway _ -> with(capacity, limit, downtimeLimit, dirtyRates, true);
    };
  }

  private RoundPacer with(
      BitRate newCapacity,
      Optional<BitRate> newLimit,
      Duration newDowntimeLimit,
      List<DirtyRate> newRates,
      boolean newOver) {
    return new RoundPacer(
        bandwidth, technique, newCapacity, newLimit, newDowntimeLimit, newRates, newOver);
  }

  /** Rounds that nobody told of, before a restart for example, were as the mean of them. */
  private List<DirtyRate> upTo(RoundBoundary boundary) {
    List<DirtyRate> rates = new ArrayList<>(dirtyRates);
    int missing = boundary.round() - 1 - rates.size();
    rates.addAll(Collections.nCopies(Math.max(0, missing), boundary.dirtyRate()));
    return rates;
  }

  /** {@return the round that is under way, from 1} */
  int round() {
    return dirtyRates.size() + 1;
  }

  /** {@return whether the present round's rate is the decider's} */
  boolean decides() {
    return !over && (technique == Technique.PRE_COPY || round() == 1);
  }

  /**
   * {@return the rate of the present round}
   *
   * @param at since the start command
   * @param usedByOthers of the source's NIC
   */
  RoundRate decide(Duration at, BitRate usedByOthers) {
    RoundBandwidth decider = RoundBandwidths.named(bandwidth);
    BitRate ceiling = limit.orElse(capacity).max(LEAST);
    RoundObservation live =
        new RoundObservation(round(), false, capacity, usedByOthers, ceiling, dirtyRates);
    RoundObservation last =
        new RoundObservation(round(), true, capacity, usedByOthers, ceiling, dirtyRates);
    return new RoundRate(
        at,
        round(),
        live.lastDirtyRate(),
        capacity,
        usedByOthers,
        ceiling,
        decider.rate(live).min(ceiling).max(LEAST),
        decider.rate(last).min(ceiling).max(LEAST));
  }

  /**
   * {@return what the hypervisor is told of {@code decided}; at full capacity it need not pace, and
   * the stop-and-copy is not expected to have more than is free}
   */
  Pace pace(RoundRate decided) {
    return new Pace(
        Optional.of(decided.rate()).filter(rate -> rate.compareTo(capacity) < 0),
        limit,
        decided.stopAndCopy().min(capacity.minusOrZero(decided.usedByOthers())).max(decided.rate()),
        downtimeLimit);
  }
}
