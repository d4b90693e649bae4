/**
 * A host evacuated in the simulated world by the very policies that evacuate real ones: observe,
 * plan, and for each group begin by turns, reserve, follow and help to converge, as the control
 * plane does. Start at {@link dev.drover.simulate.evacuation.SimulatedEvacuation}.
 */
@NullMarked
package dev.drover.simulate.evacuation;

import org.jspecify.annotations.NullMarked;
