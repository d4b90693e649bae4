/** Step 1 of the traffic-aware algorithm: which way the traffic of VMs and NICs goes. */
@NullMarked
package dev.drover.decide.traffic;

import org.jspecify.annotations.NullMarked;
