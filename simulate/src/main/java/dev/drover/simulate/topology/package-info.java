/** Topologies by name, and the shortest paths through any. */
@NullMarked
package dev.drover.simulate.topology;

import org.jspecify.annotations.NullMarked;
