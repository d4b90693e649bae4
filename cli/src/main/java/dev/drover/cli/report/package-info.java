/**
 * Turns result objects into {@code report.html}: one file that needs no network, no other file and
 * no JavaScript.
 *
 * <p>Figures are drawn by {@link dev.drover.cli.report.Svg} and the panels beside it, not by a
 * chart library. XChart 4.0.3 was tried: its SVG comes from a Java2D recorder, so texts become
 * fixed fonts, every colour is baked in (no dark mode, no print style), elements carry no titles to
 * hover, identifiers repeat when several figures stand in one page, and panels that share one time
 * axis, phases drawn as bars and areas mirrored about zero do not exist. What is needed of SVG is a
 * few dozen lines.
 */
@NullMarked
package dev.drover.cli.report;

import org.jspecify.annotations.NullMarked;
