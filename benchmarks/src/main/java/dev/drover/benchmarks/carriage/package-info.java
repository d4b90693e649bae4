/** How a migration's bytes are carried: over XIA beside TCP, by real processes on a real path. */
@NullMarked
package dev.drover.benchmarks.carriage;

import org.jspecify.annotations.NullMarked;
