/** How fast the flow table of a host is. */
@NullMarked
package dev.drover.benchmarks.flow;

import org.jspecify.annotations.NullMarked;
