/** A data centre on one machine: brings labs up and takes them down, leaving nothing. */
@NullMarked
package dev.drover.lab;

import org.jspecify.annotations.NullMarked;
