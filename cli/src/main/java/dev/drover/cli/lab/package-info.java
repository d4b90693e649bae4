/** {@code drover lab}: labs come up, are looked at, and go. */
@NullMarked
package dev.drover.cli.lab;

import org.jspecify.annotations.NullMarked;
