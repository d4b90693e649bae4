/** What a migration will cost: time, downtime, traffic and workload loss, from a stated model. */
@NullMarked
package dev.drover.decide.prediction;

import org.jspecify.annotations.NullMarked;
