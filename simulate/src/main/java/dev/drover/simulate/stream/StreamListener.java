package dev.drover.simulate.stream;

/** What the owner of a stream is told; a call may write to the stream again. */
public interface StreamListener {
  /** Unsent bytes have fallen to the low-water mark (E-N's notification when that is zero). */
  default void backlogLow(Stream stream) {}

  /** Everything written so far is acknowledged. */
  default void allAcknowledged(Stream stream) {}

  /** More bytes have arrived in order; {@link Stream#delivered} tells how many. */
  default void delivered(Stream stream) {}
}
