/**
 * The memory of simulated guests, page by page: what they write when, and the log of dirty pages.
 */
@NullMarked
package dev.drover.simulate.memory;

import org.jspecify.annotations.NullMarked;
