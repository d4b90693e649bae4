/** One consistent picture of all hosts and VMs, made of what every agent says at the same time. */
@NullMarked
package dev.drover.control.observe;

import org.jspecify.annotations.NullMarked;
