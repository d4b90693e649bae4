/** How fast the memory of simulated guests is. */
@NullMarked
package dev.drover.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
