/**
 * Real virtual machines: launch or adopt them, move them, watch them move. Callers see the ports
 * {@link dev.drover.hypervisor.Hypervisor}, {@link dev.drover.hypervisor.Vm} and {@link
 * dev.drover.hypervisor.OutgoingMigration}; QEMU's machine protocol stays behind them.
 */
@NullMarked
package dev.drover.hypervisor;

import org.jspecify.annotations.NullMarked;
