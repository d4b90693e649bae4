/**
 * {@code drover reproduce}: makes each figure and table of the papers again, from the deciders and
 * the simulator, as CSV, SVG and a page that shows what was published beside it.
 *
 * <p>To add a figure: one class that implements {@link dev.drover.cli.reproduce.Figure}, one line
 * in {@link dev.drover.cli.reproduce.Figures}.
 */
@NullMarked
package dev.drover.cli.reproduce;

import org.jspecify.annotations.NullMarked;
