/**
 * Evacuations tried in the simulated world before they are done in the real one: the scene of a lab
 * file or of a live observation, and the result in the form of a measured one.
 */
@NullMarked
package dev.drover.cli.forecast;

import org.jspecify.annotations.NullMarked;
