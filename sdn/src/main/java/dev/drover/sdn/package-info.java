/** The OpenFlow 1.3 controller as a daemon: its configuration and its main program. */
@NullMarked
package dev.drover.sdn;

import org.jspecify.annotations.NullMarked;
