/** OpenFlow messages to and from bytes, Drover's codec beside OpenFlowJ. */
@NullMarked
package dev.drover.benchmarks.openflow;

import org.jspecify.annotations.NullMarked;
