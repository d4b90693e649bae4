/**
 * Ways to place all VMs of a data centre: S-CORE by each token policy, and what it is held against.
 * A new one is one class and one line in {@link dev.drover.simulate.placement.PlacementAlgorithms}.
 */
@NullMarked
package dev.drover.simulate.placement;

import org.jspecify.annotations.NullMarked;
