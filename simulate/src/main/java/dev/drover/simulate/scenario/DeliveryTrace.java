package dev.drover.simulate.scenario;

/** Told of a stream's bytes as they arrive. */
@FunctionalInterface
public interface DeliveryTrace {
  /**
   * More has arrived.
   *
   * @param at in picoseconds
   * @param bytes that have arrived in order so far
   */
  void delivered(long at, long bytes);
}
