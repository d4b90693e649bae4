/**
 * {@code drover simulate}: runs a scenario, on all cores when it is repeated. Only {@link
 * dev.drover.cli.simulate.Runner} knows where runs are made.
 */
@NullMarked
package dev.drover.cli.simulate;

import org.jspecify.annotations.NullMarked;
