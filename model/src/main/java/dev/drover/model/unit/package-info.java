/** Quantities with their unit in the type. Text is parsed and written here and nowhere else. */
@NullMarked
package dev.drover.model.unit;

import org.jspecify.annotations.NullMarked;
