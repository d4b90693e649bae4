/** How fast routes are chosen. */
@NullMarked
package dev.drover.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
