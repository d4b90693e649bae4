/**
 * The network as flows: every stream has the rate that max–min fairness gives it, and rates change
 * only when a stream starts, empties or is limited, or a NIC is divided anew.
 */
@NullMarked
package dev.drover.simulate.fluid;

import org.jspecify.annotations.NullMarked;
