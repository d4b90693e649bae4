/**
 * The figures of S-CORE. Those of the flow table (3) are measured: the table is the one that hosts
 * use. Those of placement (2) are simulated: the deciders are the ones that hosts use.
 */
@NullMarked
package dev.drover.cli.reproduce.score;

import org.jspecify.annotations.NullMarked;
