package dev.drover.agent.flow;

/**
 * A flow as it is known.
 *
 * @param bytes seen since it was first seen
 * @param startMs when it was first seen
 * @param lastSeenMs when it last carried something
 */
public record Flow(FlowKey key, long bytes, long startMs, long lastSeenMs) {
  /** {@return for how long it has been known, in milliseconds} */
  public long durationMs(long nowMs) {
    return Math.max(0, nowMs - startMs);
  }
}
