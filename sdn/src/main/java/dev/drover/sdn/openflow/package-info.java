/**
 * The OpenFlow Switch Protocol, version 1.3 (wire protocol 0x04; ONF TS-006 1.3.0 with the errata
 * up to 1.3.5), as far as a controller needs it: one record per message, encoded and decoded by
 * {@link dev.drover.sdn.openflow.OpenFlowCodec}.
 */
@NullMarked
package dev.drover.sdn.openflow;

import org.jspecify.annotations.NullMarked;
