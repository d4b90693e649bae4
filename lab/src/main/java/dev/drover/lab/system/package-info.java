/**
 * What the lab asks of Linux: commands, processes by namespace, and the ledger of what was made.
 */
@NullMarked
package dev.drover.lab.system;

import org.jspecify.annotations.NullMarked;
