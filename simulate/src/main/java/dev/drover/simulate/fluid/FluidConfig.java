package dev.drover.simulate.fluid;

/**
 * What the fluid network takes over from the packets that it does not have.
 *
 * @param payloadBytes of a full segment; 1448 with Ethernet's 1500 and TCP's timestamps
 * @param frameBytes that such a segment takes on the wire, preamble and gap included; 1538
 */
public record FluidConfig(int payloadBytes, int frameBytes) {
  /** Ethernet and TCP as Linux sends it. */
  public static final FluidConfig ETHERNET = new FluidConfig(1448, 1538);

  public FluidConfig {
    if (payloadBytes < 1) {
      throw new IllegalArgumentException("payloadBytes must be at least 1: " + payloadBytes);
    }
    if (frameBytes < payloadBytes) {
      throw new IllegalArgumentException(
          "frameBytes " + frameBytes + " are less than payloadBytes " + payloadBytes);
    }
  }

  /** {@return payload ÷ bytes on the wire} */
  public double payloadShare() {
    return 1 / overhead();
  }

  /** {@return bytes on the wire for each byte of payload} */
  double overhead() {
    return frameBytes / (double) payloadBytes;
  }
}
