/** Rules that hold for every decider. */
@NullMarked
package dev.drover.decide;

import org.jspecify.annotations.NullMarked;
