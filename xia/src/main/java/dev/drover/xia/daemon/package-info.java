/** The program that makes a machine a host or a router of XIA, and what an operator asks it. */
@NullMarked
package dev.drover.xia.daemon;

import org.jspecify.annotations.NullMarked;
