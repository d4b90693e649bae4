/** How fast flows are simulated, and how much memory a network of thousands of hosts takes. */
@NullMarked
package dev.drover.benchmarks.fluid;

import org.jspecify.annotations.NullMarked;
