/**
 * The kinds of chart that the papers' figures need, drawn with {@link dev.drover.cli.report.Svg}.
 *
 * <p>The reasons against XChart are those of {@link dev.drover.cli.report}; here one more counts:
 * error bars on grouped bars, and panels one above the other on one time axis, are not in it. A
 * chart is a file of its own, so it carries a style sheet with a light and a dark look; series
 * differ by shape or dash as well as by colour.
 */
@NullMarked
package dev.drover.cli.reproduce.chart;

import org.jspecify.annotations.NullMarked;
