/**
 * What is measured of a run, as one documented object: the JSON that {@code --json} writes and what
 * tables and reports are made of.
 */
@NullMarked
package dev.drover.control.result;

import org.jspecify.annotations.NullMarked;
