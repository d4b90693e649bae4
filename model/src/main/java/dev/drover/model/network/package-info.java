/** A network as a graph: nodes, links, and paths through it. */
@NullMarked
package dev.drover.model.network;

import org.jspecify.annotations.NullMarked;
