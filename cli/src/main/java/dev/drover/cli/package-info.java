/** The commands. The only place of Drover that parses arguments. */
@NullMarked
package dev.drover.cli;

import org.jspecify.annotations.NullMarked;
