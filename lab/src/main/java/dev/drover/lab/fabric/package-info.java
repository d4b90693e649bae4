/** The lab's Open vSwitch instances: one per emulated switch, inside its namespace. */
@NullMarked
package dev.drover.lab.fabric;

import org.jspecify.annotations.NullMarked;
