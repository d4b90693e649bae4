/** Hosts, VMs and a network that exist only in memory, and whose agents can be killed anywhere. */
@NullMarked
package dev.drover.agent.fake;

import org.jspecify.annotations.NullMarked;
