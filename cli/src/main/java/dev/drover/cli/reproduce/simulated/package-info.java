/** Points of figures that are runs of the simulator: a scenario file and what is set over it. */
@NullMarked
package dev.drover.cli.reproduce.simulated;

import org.jspecify.annotations.NullMarked;
