/**
 * The route of a flow through a topology: dynamic routing ("Early Notification and Dynamic
 * Routing", section 4.2) and what it is held against.
 */
@NullMarked
package dev.drover.decide.routing;

import org.jspecify.annotations.NullMarked;
