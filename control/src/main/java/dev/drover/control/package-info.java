/**
 * The orchestrator's door. {@link dev.drover.control.Controller} looks, plans, carries out and
 * recovers; what it hands out is in the packages below.
 */
@NullMarked
package dev.drover.control;

import org.jspecify.annotations.NullMarked;
