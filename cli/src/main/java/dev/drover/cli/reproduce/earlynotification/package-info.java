/**
 * The figures of "Early Notification and Dynamic Routing", and what it leaves open: how its gain
 * depends on what it does not say.
 */
@NullMarked
package dev.drover.cli.reproduce.earlynotification;

import org.jspecify.annotations.NullMarked;
