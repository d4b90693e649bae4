/**
 * The tables of the traffic-aware paper, as the deciders answer them. What the paper says is
 * written down here a second time, from its text, so that a decider that strays from it is seen.
 */
@NullMarked
package dev.drover.cli.reproduce.trafficaware;

import org.jspecify.annotations.NullMarked;
