/**
 * QEMU's machine protocol (QMP): one JSON object per line over a Unix socket. {@link
 * dev.drover.hypervisor.qmp.QmpClient} speaks it; commands, events and replies are records.
 */
@NullMarked
package dev.drover.hypervisor.qmp;

import org.jspecify.annotations.NullMarked;
