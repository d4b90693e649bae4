/**
 * The program on each host: the {@link dev.drover.agent.Agent}, and where it is configured to place
 * VMs by their traffic, S-CORE's token, whose holder moves VMs by the very engine of {@code drover
 * evacuate}. {@link dev.drover.host.HostMain} is its entry.
 */
@NullMarked
package dev.drover.host;

import org.jspecify.annotations.NullMarked;
