package dev.drover.decide.reservation;

import dev.drover.model.unit.BitRate;

/**
 * A NIC direction divided in two; {@code migration + workload} is never more than its capacity.
 *
 * @param migration guaranteed to migration traffic
 * @param yields whether migration borrows only what the workload leaves
 * @param workload guaranteed to workload traffic
 */
record Division(BitRate migration, boolean yields, BitRate workload) {}
