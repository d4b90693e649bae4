/** How many packets of XIA a router finds a way for. */
@NullMarked
package dev.drover.benchmarks.forwarding;

import org.jspecify.annotations.NullMarked;
