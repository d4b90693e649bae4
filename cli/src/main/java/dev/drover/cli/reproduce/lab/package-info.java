/**
 * Figures of "Early Notification and Dynamic Routing" measured in a lab: real switches, real
 * traffic, real VMs. What is simulated beside them is said to be.
 */
@NullMarked
package dev.drover.cli.reproduce.lab;

import org.jspecify.annotations.NullMarked;
