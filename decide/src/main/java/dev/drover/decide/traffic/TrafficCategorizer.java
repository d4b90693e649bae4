package dev.drover.decide.traffic;

import dev.drover.model.Traffic;
import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.util.Optional;

/**
 * Step 1, "Categorize VMs based on traffic patterns" (traffic-aware paper, Proposed Algorithm); a
 * host's NIC is categorised the same way.
 *
 * <p>The paper gives no limits, so they are configured. Every limit is moved away from the class
 * that held before: noise of up to {@link TrafficThresholds#hysteresis} around a limit cannot make
 * the class flap.
 */
public final class TrafficCategorizer {
  private final TrafficThresholds thresholds;

  public TrafficCategorizer(TrafficThresholds thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * {@return the class of {@code traffic}}
   *
   * @param nicRate of the NIC that it crosses
   * @param previous its class when it was last looked at; empty the first time
   */
  public TrafficClass categorize(
      Traffic traffic, BitRate nicRate, Optional<TrafficClass> previous) {
    long in = traffic.in().bitsPerSecond();
    long out = traffic.out().bitsPerSecond();
    if (Math.max(in, out) < idleLimit(nicRate, previous)) {
      return TrafficClass.IDLE;
    }
    if (out >= in && out >= in * dominance(TrafficClass.OUTGOING, previous)) {
      return TrafficClass.OUTGOING;
    }
    if (in > out && in >= out * dominance(TrafficClass.INCOMING, previous)) {
      return TrafficClass.INCOMING;
    }
    return TrafficClass.MIXED;
  }

  private double idleLimit(BitRate nicRate, Optional<TrafficClass> previous) {
    double limit =
        Math.max(
            (double) thresholds.idleBelow().bitsPerSecond(),
            nicRate.bitsPerSecond() * thresholds.idleFraction());
    return previous
        .map(p -> p == TrafficClass.IDLE ? limit * wider() : limit * narrower())
        .orElse(limit);
  }

  private double dominance(TrafficClass direction, Optional<TrafficClass> previous) {
    double limit = thresholds.dominance();
    if (previous.isEmpty()) {
      return limit;
    }
    TrafficClass before = previous.get();
    return switch (before) {
      case IDLE -> limit;
      case MIXED -> limit * wider();
      case INCOMING, OUTGOING -> before == direction ? limit * narrower() : limit * wider();
    };
  }

  private double wider() {
    return 1 + thresholds.hysteresis();
  }

  private double narrower() {
    return 1 - thresholds.hysteresis();
  }
}
