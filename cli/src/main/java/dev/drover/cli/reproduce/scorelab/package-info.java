/**
 * S-CORE measured in a lab: real hosts with their agents, real VMs that talk to each other, and the
 * switches' counters. What is computed or simulated beside them is said to be.
 */
@NullMarked
package dev.drover.cli.reproduce.scorelab;

import org.jspecify.annotations.NullMarked;
