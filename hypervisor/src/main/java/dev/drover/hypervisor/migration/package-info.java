/**
 * One migration at its source: {@link dev.drover.hypervisor.migration.MigrationMachine} says what
 * follows from what and does nothing; {@link dev.drover.hypervisor.migration.QemuMigration} asks
 * QEMU, feeds the machine and carries out what it says.
 */
@NullMarked
package dev.drover.hypervisor.migration;

import org.jspecify.annotations.NullMarked;
