/**
 * The figures of S-CORE. Those of the flow table are measured: the table is the one that hosts use.
 */
@NullMarked
package dev.drover.cli.reproduce.score;

import org.jspecify.annotations.NullMarked;
