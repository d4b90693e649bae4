/**
 * Step 4 of the traffic-aware algorithm: how a NIC direction is divided between workload and
 * migration.
 */
@NullMarked
package dev.drover.decide.reservation;

import org.jspecify.annotations.NullMarked;
