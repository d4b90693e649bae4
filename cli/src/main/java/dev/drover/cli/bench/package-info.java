/**
 * {@code drover bench}: measures the traffic combinations of the traffic-aware paper, and the
 * policies against each other, on real virtual machines. Cases that have a result file are not
 * measured again, so a bench that was interrupted goes on where it was.
 */
@NullMarked
package dev.drover.cli.bench;

import org.jspecify.annotations.NullMarked;
