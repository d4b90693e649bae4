/**
 * Migrations of simulated guests: stop-and-copy, pre-copy, post-copy and hybrid over any {@link
 * dev.drover.simulate.stream.StreamNetwork}, round by round, driven by the deciders of {@code
 * dev.drover.decide}. Start at {@link dev.drover.simulate.migration.Migration}.
 */
@NullMarked
package dev.drover.simulate.migration;

import org.jspecify.annotations.NullMarked;
