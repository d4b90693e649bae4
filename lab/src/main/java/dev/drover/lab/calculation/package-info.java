/**
 * The calculation service of "Live migration over XIA", section 3.2: a client asks for Goldbach
 * primes and checks every answer. What serves runs in guests, so it knows {@code java.base} alone.
 */
@NullMarked
package dev.drover.lab.calculation;

import org.jspecify.annotations.NullMarked;
