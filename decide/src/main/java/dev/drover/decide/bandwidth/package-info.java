/**
 * The rate of each round of a pre-copy migration: bandwidth dynamic assignment (Fang et al., "Live
 * Virtual Machine Migration with Bandwidth Dynamic Assignment") and what it is held against.
 */
@NullMarked
package dev.drover.decide.bandwidth;

import org.jspecify.annotations.NullMarked;
