/**
 * A whole simulated run as a value: what it needs, what comes of it, and the pure function between
 * them, {@link dev.drover.simulate.scenario.Simulation#run}.
 */
@NullMarked
package dev.drover.simulate.scenario;

import org.jspecify.annotations.NullMarked;
