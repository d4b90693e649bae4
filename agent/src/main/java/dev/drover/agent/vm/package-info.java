/** The VMs of this host: which there are, what this host is to each, and how that is remembered. */
@NullMarked
package dev.drover.agent.vm;

import org.jspecify.annotations.NullMarked;
