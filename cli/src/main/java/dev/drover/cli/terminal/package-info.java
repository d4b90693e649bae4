/**
 * What a person sees in a terminal: tables, live progress, and Ctrl-C. Rendering is pure (values
 * in, lines out); only {@link dev.drover.cli.terminal.LiveProgress}, {@link
 * dev.drover.cli.terminal.PlainProgress} and {@link dev.drover.cli.terminal.Interrupts} touch the
 * outside.
 */
@NullMarked
package dev.drover.cli.terminal;

import org.jspecify.annotations.NullMarked;
