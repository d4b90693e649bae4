/** {@code drover status}: hosts, VMs and running migrations as the agents see them. */
@NullMarked
package dev.drover.cli.status;

import org.jspecify.annotations.NullMarked;
