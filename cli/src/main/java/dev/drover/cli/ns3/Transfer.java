package dev.drover.cli.ns3;

import dev.drover.model.network.Route;
import dev.drover.model.unit.Bytes;

/**
 * Bytes from one host to another.
 *
 * @param route the way there; acknowledgements come back the same way
 * @param bytes how many; {@link Bytes#ZERO} for as many as go before the case ends
 * @param startPicoseconds when the first segment leaves
 */
record Transfer(Route route, Bytes bytes, long startPicoseconds) {
  Transfer {
    if (startPicoseconds < 0) {
      throw new IllegalArgumentException("startPicoseconds is negative: " + startPicoseconds);
    }
  }

  boolean bounded() {
    return bytes.count() > 0;
  }
}
