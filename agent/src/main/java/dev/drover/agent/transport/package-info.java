/** What carries QEMU's streams from host to host, where that is not QEMU's own connection. */
@NullMarked
package dev.drover.agent.transport;

import org.jspecify.annotations.NullMarked;
