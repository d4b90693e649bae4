/**
 * How many runs are made: those of {@code drover simulate} and of the papers' figures alike. Only
 * {@link dev.drover.cli.run.Runner} knows where.
 */
@NullMarked
package dev.drover.cli.run;

import org.jspecify.annotations.NullMarked;
