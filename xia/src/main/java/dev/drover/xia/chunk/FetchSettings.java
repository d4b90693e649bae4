package dev.drover.xia.chunk;

import java.time.Duration;

/**
 * How chunks are asked for.
 *
 * @param prototype as v1.1 does: whole chunks, in packets of 1,400 bytes, all that the caller asks
 *     for at once; whatever has not come whole after {@code firstTimeout} is asked for again whole
 * @param requestBytes that one request asks for at most
 * @param aheadBytes of chunks that were asked for and not delivered, at most; one there may always
 *     be
 * @param firstTimeout after which something is asked for again while no round trip is known; for
 *     the prototype, always
 * @param silentTries after which, with nothing of it heard, a chunk is given up
 * @param falseTries how often a chunk may come with other content than its name says
 */
public record FetchSettings(
    boolean prototype,
    int requestBytes,
    long aheadBytes,
    Duration firstTimeout,
    int silentTries,
    int falseTries) {
  public FetchSettings {
    if (requestBytes < 1 || aheadBytes < 1 || silentTries < 1 || falseTries < 1) {
      throw new IllegalArgumentException(
          "requestBytes, aheadBytes, silentTries and falseTries must be at least 1, not %d, %d, %d, %d"
              .formatted(requestBytes, aheadBytes, silentTries, falseTries));
    }
    if (!firstTimeout.isPositive()) {
      throw new IllegalArgumentException("firstTimeout must be above 0, not " + firstTimeout);
    }
  }

  /** {@return a window of requests, what is missing asked for again} */
  public static FetchSettings fast() {
    return new FetchSettings(false, 64 << 10, 64L << 20, Duration.ofMillis(300), 8, 3);
  }

  /** {@return as the prototype and so the paper does (notes 3.5); it would ask for ever} */
  public static FetchSettings paper() {
    return new FetchSettings(true, Chunk.MAX_BYTES, Long.MAX_VALUE, Duration.ofMillis(300), 100, 3);
  }
}
