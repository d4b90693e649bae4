/**
 * Divides graphs in two, multilevel: nodes are merged along heavy edges until few are left, these
 * are divided, and at each step back what is better is moved. Performance classes throughout.
 */
@NullMarked
package dev.drover.simulate.placement.partition;

import org.jspecify.annotations.NullMarked;
