/** How fast S-CORE's decisions are in simulated data centres. */
@NullMarked
package dev.drover.benchmarks.placement;

import org.jspecify.annotations.NullMarked;
