package dev.drover.decide.reservation;

import dev.drover.decide.link.WorkloadDemand;

/** What one tenant with an SLA asks of a NIC direction. */
record TenantDemand(String vm, WorkloadDemand demand) {}
