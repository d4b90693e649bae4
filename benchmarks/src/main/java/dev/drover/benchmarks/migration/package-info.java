/** How fast migrations of simulated guests are. */
@NullMarked
package dev.drover.benchmarks.migration;

import org.jspecify.annotations.NullMarked;
