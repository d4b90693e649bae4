/** What all commands share: exit codes, failures, the target, and the way into its network. */
@NullMarked
package dev.drover.cli.command;

import org.jspecify.annotations.NullMarked;
