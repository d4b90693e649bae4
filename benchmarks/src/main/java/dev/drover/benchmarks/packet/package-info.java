/** How fast the packet network is. */
@NullMarked
package dev.drover.benchmarks.packet;

import org.jspecify.annotations.NullMarked;
