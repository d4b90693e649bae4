package dev.drover.decide.routing;

/** The hash of a flow. */
final class FlowHash {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private FlowHash() {}

  /** {@return SplitMix64's mix (Steele, Lea, Flood, OOPSLA 2014) over source, destination, flow} */
  static long of(int source, int destination, long flow) {
    return mix(mix(((long) source << 32 | destination) + GOLDEN) + flow + GOLDEN);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
