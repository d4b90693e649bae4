/** Clusters to decide about: named small ones and random ones. */
@NullMarked
package dev.drover.decide.testing;

import org.jspecify.annotations.NullMarked;
