package dev.drover.decide.reservation;

import dev.drover.model.Priority;
import dev.drover.model.unit.BitRate;

/**
 * A running migration as the network sees it.
 *
 * @param rate transfer bandwidth as QEMU measures it, goodput
 * @param tenantAtSource whether the VM's limits must hold at the source
 * @param tenantAtDestination whether they must hold at the destination; both while it is about to
 *     change over
 */
public record Transfer(
    String vm,
    String source,
    String destination,
    Priority urgency,
    BitRate rate,
    boolean tenantAtSource,
    boolean tenantAtDestination) {}
