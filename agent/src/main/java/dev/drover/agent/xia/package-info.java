/** The host as a carrier in XIA: what its agent asks of the XIA daemon beside it. */
@NullMarked
package dev.drover.agent.xia;

import org.jspecify.annotations.NullMarked;
