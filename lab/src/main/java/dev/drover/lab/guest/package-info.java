/**
 * The program of guests that have a Java runtime. It knows {@code java.base}, Drover's {@code xia}
 * and {@code dev.drover.lab.calculation}: nothing else is in the guest's image.
 */
@NullMarked
package dev.drover.lab.guest;

import org.jspecify.annotations.NullMarked;
