/** The commands that plan and move: {@code plan}, {@code evacuate}, {@code migrate}. */
@NullMarked
package dev.drover.cli.evacuate;

import org.jspecify.annotations.NullMarked;
