/** What a closed-form model expects of a run's migrations, to stand beside what was simulated. */
@NullMarked
package dev.drover.simulate.prediction;

import org.jspecify.annotations.NullMarked;
