/** The figures of "Live Virtual Machine Migration with Bandwidth Dynamic Assignment". */
@NullMarked
package dev.drover.cli.reproduce.bandwidth;

import org.jspecify.annotations.NullMarked;
