/** Step 2 of the traffic-aware algorithm: pre-copy, post-copy or hybrid. */
@NullMarked
package dev.drover.decide.technique;

import org.jspecify.annotations.NullMarked;
