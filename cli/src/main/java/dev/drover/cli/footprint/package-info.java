/** {@code drover bench footprint}: what the agent on a host costs, with flows to follow. */
@NullMarked
package dev.drover.cli.footprint;

import org.jspecify.annotations.NullMarked;
