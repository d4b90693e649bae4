/**
 * What the controller is about to do and has done, on disk before it happens, so that another
 * controller can pick up after a crash.
 */
@NullMarked
package dev.drover.control.journal;

import org.jspecify.annotations.NullMarked;
