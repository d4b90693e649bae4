/**
 * Figures of S-CORE measured in a lab: real hosts, real VMs, real traffic, at a smaller rate than
 * the paper's.
 */
@NullMarked
package dev.drover.cli.reproduce.scorelab;

import org.jspecify.annotations.NullMarked;
