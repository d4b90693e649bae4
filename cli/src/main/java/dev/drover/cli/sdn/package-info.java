/** {@code drover sdn}: the OpenFlow controller, run and looked at. */
@NullMarked
package dev.drover.cli.sdn;

import org.jspecify.annotations.NullMarked;
