/** Step 3 of the traffic-aware algorithm: serial or parallel, from contention and priority. */
@NullMarked
package dev.drover.decide.schedule;

import org.jspecify.annotations.NullMarked;
