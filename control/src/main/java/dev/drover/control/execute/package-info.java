/**
 * Carries a plan out: prepares destinations, starts and follows migrations, keeps reservations up
 * to date, verifies, cleans up, and picks up what a crashed controller left.
 */
@NullMarked
package dev.drover.control.execute;

import org.jspecify.annotations.NullMarked;
