/** Measures the relay transport against QEMU's own connection. */
@NullMarked
package dev.drover.cli.relay;

import org.jspecify.annotations.NullMarked;
