package dev.drover.control.execute;

import dev.drover.model.RoundSample;
import dev.drover.model.unit.Bytes;
import java.time.Duration;
import java.util.Optional;

/**
 * How far one migration is, from its telemetry. Pure.
 *
 * <p>What is still to be sent is the memory that remains, and what will be dirtied while that is
 * sent, and so on: with dirty rate D and throughput R a geometric series, remaining ÷ (1 − D/R). In
 * post-copy nothing is dirtied at the source, so it is what remains. The fraction is sent ÷ (sent +
 * to be sent), and never less than it was: a busier guest makes the bar wait, not run back.
 */
public final class ProgressEstimator {
  /** Where rounds hardly shrink or do not, the series says nothing; ten times what remains does. */
  private static final double MOST_DIRTYING = 0.9;

  /** The phase in which a VM's disk is copied and no memory is sent, as agents call it. */
  static final String DISK_COPY = "disk copy";

  /** Only an end is an end. */
  private static final double ALMOST = 0.99;

  private ProgressEstimator() {}

  /** {@return the progress after {@code sample}, given what it was before} */
  public static Progress next(Progress before, RoundSample sample) {
    return next(before, sample, Bytes.ZERO, Bytes.ZERO);
  }

  /**
   * {@return the same for a VM with a disk, of which {@code sample} tells too}
   *
   * @param done sent before what the sample tells of
   * @param later to be sent after it
   */
  static Progress next(Progress before, RoundSample sample, Bytes done, Bytes later) {
    double sent = sample.transferred().plus(done).count();
    double left = toBeSent(sample) + later.count();
    double fraction = sent + left == 0 ? 0 : sent / (sent + left);
    return new Progress(
        Math.max(before.fraction(), Math.min(ALMOST, fraction)), eta(before, sample, left));
  }

  /** {@return the bytes still to be sent, with those that will be dirtied meanwhile} */
  static double toBeSent(RoundSample sample) {
    double remaining = sample.remaining().count();
    double rate = sample.throughput().bitsPerSecond() / 8.0;
    if (sample.phase().startsWith("post-copy") || rate == 0) {
      return remaining;
    }
    double dirtying = Math.min(MOST_DIRTYING, sample.dirtyRate().bytesPerSecond() / rate);
    return remaining / (1 - dirtying);
  }

  private static Optional<Duration> eta(Progress before, RoundSample sample, double left) {
    return sample.throughput().bitsPerSecond() == 0
        ? before.eta()
        : Optional.of(Bytes.of((long) left).timeAt(sample.throughput()));
  }
}
