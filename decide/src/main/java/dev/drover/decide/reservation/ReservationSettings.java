package dev.drover.decide.reservation;

import dev.drover.model.TrafficClass;
import dev.drover.model.unit.BitRate;
import java.time.Duration;

/**
 * How much is kept for whom.
 *
 * @param floorFraction the fraction of a NIC direction that migration always keeps, so that a
 *     saturated link never starves it for ever, and that workload always keeps, so that probes,
 *     acknowledgements and tenants without an SLA get through; above 0 and below 0.5
 * @param floorLeast the least such floor; never more than half the link
 * @param headroom how far above its present use workload is guaranteed under a migration of medium
 *     priority, as a fraction of the use, so that a tenant whose demand grows is not held at what
 *     it used when it was measured
 * @param headroomLeast the least such headroom, as a fraction of the link, so that a tenant that
 *     used next to nothing can grow too
 * @param roomHeadroom the same under high priority, and how far above the workload's present use a
 *     destination is left when migration is held at the source to what the destination has room
 *     for; less than {@code headroom}, for what is kept here nobody can borrow
 * @param enoughAtSource what a high-priority migration is content with at its source, as a fraction
 *     of the NIC: more than that it has only where tenants do not use it. Of a migration of M bytes
 *     that takes T with F free, tenants lose M − F × T, so the more is free the more a second saved
 *     costs them. QEMU alone was seen to get little more here than what is free. 1 is the paper's
 *     way, all but the lower limits
 * @param enoughAtDestination the same at its destination, where QEMU alone gets more (56 to 64 %
 *     beside tenants that receive 138 and 80 of 200 Mbit/s): the queue there is a switch's, and
 *     does not hold a host's own flows back
 * @param margin what a tenant is left above its lower limit under a high-priority migration, as a
 *     fraction of that limit: held exactly at it, TCP's ups and downs take the tenant below
 * @param changeOver the part of a second that a VM answers nobody while it changes hosts, as its
 *     clients see it. While that is near, the VM's lower limit is taken as limit ÷ (1 −
 *     changeOver), so that over the second it still has it
 * @param arrivalHorizon a VM that will be at its destination within this time has its limits kept
 *     there already, and its own lower limit raised; about three planning periods, as the time is
 *     reckoned from what the VM has resident, of which not all has to be sent
 */
public record ReservationSettings(
    double floorFraction,
    BitRate floorLeast,
    double headroom,
    double headroomLeast,
    double roomHeadroom,
    double enoughAtSource,
    double enoughAtDestination,
    double margin,
    double changeOver,
    Duration arrivalHorizon) {
  public ReservationSettings {
    if (!(floorFraction > 0 && floorFraction < 0.5)) {
      throw new IllegalArgumentException("floorFraction must be in (0, 0.5): " + floorFraction);
    }
    if (!(headroom >= 0 && headroom <= 1)) {
      throw new IllegalArgumentException("headroom must be in [0, 1]: " + headroom);
    }
    if (!(headroomLeast >= 0 && headroomLeast <= 1)) {
      throw new IllegalArgumentException("headroomLeast must be in [0, 1]: " + headroomLeast);
    }
    if (!(roomHeadroom >= 0 && roomHeadroom <= 1)) {
      throw new IllegalArgumentException("roomHeadroom must be in [0, 1]: " + roomHeadroom);
    }
    if (!(enoughAtSource >= 0 && enoughAtSource <= 1)) {
      throw new IllegalArgumentException("enoughAtSource must be in [0, 1]: " + enoughAtSource);
    }
    if (!(enoughAtDestination >= 0 && enoughAtDestination <= 1)) {
      throw new IllegalArgumentException(
          "enoughAtDestination must be in [0, 1]: " + enoughAtDestination);
    }
    if (!(margin >= 0 && margin <= 1)) {
      throw new IllegalArgumentException("margin must be in [0, 1]: " + margin);
    }
    if (!(changeOver >= 0 && changeOver < 1)) {
      throw new IllegalArgumentException("changeOver must be in [0, 1): " + changeOver);
    }
    if (arrivalHorizon.isNegative()) {
      throw new IllegalArgumentException("arrivalHorizon must not be negative: " + arrivalHorizon);
    }
  }

  /**
   * {@return a floor of 2 % and 1 Mbit/s, headroom of 10 % and 2 % of the link, 4 % at
   * destinations, half the source's NIC and 65 % of the destination's for an urgent migration, a
   * margin of 20 %, half a second without an answer, horizon 3 s}
   */
  public static ReservationSettings defaults() {
    return new ReservationSettings(
        0.02,
        BitRate.ofMegabitsPerSecond(1),
        0.1,
        0.02,
        0.04,
        0.5,
        0.65,
        0.2,
        0.5,
        Duration.ofSeconds(3));
  }

  /** {@return these, and an urgent migration takes all but the lower limits, as in the paper} */
  public ReservationSettings insatiable() {
    return new ReservationSettings(
        floorFraction,
        floorLeast,
        headroom,
        headroomLeast,
        roomHeadroom,
        1,
        1,
        margin,
        changeOver,
        arrivalHorizon);
  }

  /** {@return what a high-priority migration is content with in {@code direction} of a NIC} */
  double enough(TrafficClass direction) {
    return direction == TrafficClass.OUTGOING ? enoughAtSource : enoughAtDestination;
  }

  /** {@return what a tenant is to be left, at most {@code upper}, so that it has {@code lower}} */
  BitRate withMargin(BitRate lower, BitRate upper) {
    return lower.times(1 + margin).min(upper).max(lower);
  }

  /**
   * {@return what a tenant that is about to change hosts is to be left, at most {@code upper}, so
   * that it has {@code lower} over a second with the change in it}
   */
  BitRate aheadOfChange(BitRate lower, BitRate upper) {
    return lower.times(1 / (1 - changeOver)).min(upper).max(lower);
  }

  /** {@return what each side always keeps of {@code capacity}; positive, at most half of it} */
  public BitRate floor(BitRate capacity) {
    BitRate floor = capacity.times(floorFraction).max(floorLeast);
    BitRate half = BitRate.ofBitsPerSecond(capacity.bitsPerSecond() / 2);
    return floor.min(half).max(BitRate.ofBitsPerSecond(1));
  }

  /** {@return what workload that uses {@code use} of {@code capacity} is to be left} */
  BitRate withHeadroom(BitRate use, BitRate capacity) {
    return use.plus(use.times(headroom).max(capacity.times(headroomLeast)));
  }
}
