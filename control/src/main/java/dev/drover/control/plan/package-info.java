/** From a wish ("empty h1") to a plan that can be shown or executed. Touches nothing. */
@NullMarked
package dev.drover.control.plan;

import org.jspecify.annotations.NullMarked;
