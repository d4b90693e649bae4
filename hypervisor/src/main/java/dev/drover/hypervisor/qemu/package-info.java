/**
 * QEMU processes on this host: how they are started, found again, asked and ended. {@link
 * dev.drover.hypervisor.qemu.QemuHypervisor} is the door.
 */
@NullMarked
package dev.drover.hypervisor.qemu;

import org.jspecify.annotations.NullMarked;
