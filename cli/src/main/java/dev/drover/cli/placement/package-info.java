/** VMs placed by their traffic: what it costs as it is, and S-CORE's token set going. */
@NullMarked
package dev.drover.cli.placement;

import org.jspecify.annotations.NullMarked;
