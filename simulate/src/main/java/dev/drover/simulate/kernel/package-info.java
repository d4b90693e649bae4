/** Time, order and chance of the simulated world: the event loop, and seeds by entity. */
@NullMarked
package dev.drover.simulate.kernel;

import org.jspecify.annotations.NullMarked;
