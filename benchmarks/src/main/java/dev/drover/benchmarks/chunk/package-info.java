/** How fast chunks are kept in caches and cut from streams. */
@NullMarked
package dev.drover.benchmarks.chunk;

import org.jspecify.annotations.NullMarked;
