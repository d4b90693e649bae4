package dev.drover.decide.reservation;

import dev.drover.decide.link.WorkloadDemand;
import dev.drover.model.unit.BitRate;

/**
 * What one tenant with an SLA asks of a NIC direction.
 *
 * @param least what it is left under a high-priority migration if there is room: its lower limit,
 *     or more while it is about to change hosts
 */
record TenantDemand(String vm, WorkloadDemand demand, BitRate least) {}
