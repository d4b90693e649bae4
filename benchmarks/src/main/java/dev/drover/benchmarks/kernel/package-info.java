/** How fast the event loop is. */
@NullMarked
package dev.drover.benchmarks.kernel;

import org.jspecify.annotations.NullMarked;
