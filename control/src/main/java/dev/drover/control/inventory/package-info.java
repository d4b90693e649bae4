/**
 * Which hosts there are and how their agents are reached: the inventory file, the agents behind it,
 * and asking many of them at once.
 */
@NullMarked
package dev.drover.control.inventory;

import org.jspecify.annotations.NullMarked;
