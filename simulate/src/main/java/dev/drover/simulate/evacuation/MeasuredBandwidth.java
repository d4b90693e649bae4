package dev.drover.simulate.evacuation;

import dev.drover.model.unit.BitRate;
import dev.drover.model.unit.Bytes;
import dev.drover.simulate.kernel.SimTime;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * The bandwidth that a migration has, as QEMU counts it every 100 ms ({@code
 * migration_update_counters}), and what can be sent at it in the allowed downtime.
 */
final class MeasuredBandwidth {
  /** {@code BUFFER_DELAY} of QEMU's migration.c. */
  static final Duration COUNT = Duration.ofMillis(100);

  private final DoubleSupplier lump;
  private final RandomGenerator random;
  private Duration downtimeLimit = Duration.ZERO;
  private long countedBytes;
  private long countedAt;
  private BitRate rate = BitRate.ZERO;
  private long threshold;

  /**
   * None so far.
   *
   * @param lump by how much the bytes counted in 100 ms differ from the mean (standard deviation)
   */
  MeasuredBandwidth(DoubleSupplier lump, RandomGenerator random) {
    this.lump = lump;
    this.random = random;
  }

  /** Allows so much downtime from the next count on. */
  void downtimeLimit(Duration limit) {
    downtimeLimit = limit;
  }

  /** Counts from {@code now} on, when nothing has been written. */
  void begin(long now) {
    countedAt = now;
  }

  /** By {@code now} so many bytes have been written in all. */
  void count(long now, long written) {
    if (now == countedAt) {
      return;
    }
    Duration span = SimTime.toDuration(now - countedAt);
    double counted = written - countedBytes + lump.getAsDouble() * random.nextGaussian();
    rate = BitRate.of(Bytes.of(Math.max(0, Math.round(counted))), span);
    threshold = rate.in(downtimeLimit).count();
    countedBytes = written;
    countedAt = now;
  }

  BitRate rate() {
    return rate;
  }

  /** {@return bytes that can be sent in the allowed downtime} */
  long threshold() {
    return threshold;
  }

  /** {@return how long {@code bytes} take; zero as long as nothing is known} */
  Duration timeOf(Bytes bytes) {
    return rate.bitsPerSecond() == 0 ? Duration.ZERO : bytes.timeAt(rate);
  }
}
