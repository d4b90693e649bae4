/** How fast streams over XIA are, without a network's own cost. */
@NullMarked
package dev.drover.benchmarks.stream;

import org.jspecify.annotations.NullMarked;
