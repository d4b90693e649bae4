/** {@code drover demo}: the whole story, told with the commands a user would give. */
@NullMarked
package dev.drover.cli.demo;

import org.jspecify.annotations.NullMarked;
