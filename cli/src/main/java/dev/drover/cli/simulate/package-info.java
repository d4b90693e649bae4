/** {@code drover simulate}: runs a scenario, on all cores when it is repeated. */
@NullMarked
package dev.drover.cli.simulate;

import org.jspecify.annotations.NullMarked;
